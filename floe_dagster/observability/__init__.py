"""Traces and lineage of every asset and dbt model, without a line in user code.

One rule holds throughout: whatever goes wrong in here, the run neither fails nor waits for it.
"""
