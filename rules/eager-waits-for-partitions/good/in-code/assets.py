"""Partitions in code, and which of them are meant."""

import os

import dagster as dg

daily = dg.DailyPartitionsDefinition("2024-01-01")


@dg.asset(partitions_def=daily)
def orders():
    """Orders by day."""


@dg.asset(deps=[dg.AssetDep("orders", partition_mapping=dg.LastPartitionMapping())])
def latest():
    """Of the last day."""


@dg.asset(partitions_def=daily, deps=["orders"])
def each():
    """Of each day."""


@dg.asset(partitions_def=daily if os.environ.get("DAILY") else None, deps=["orders"])
def perhaps():
    """Of each day, or of all."""
