"""Turning the parts of a validated project into Dagster definitions, one kind in each module."""
