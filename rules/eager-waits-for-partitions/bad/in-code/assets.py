"""Partitions in code."""

import dagster as dg


@dg.asset(partitions_def=dg.StaticPartitionsDefinition(["eu", "us"]))
def orders():
    """Orders by area."""


@dg.asset(deps=["orders"])
def report():
    """Of all areas."""


@dg.asset
def summary(orders):
    """Of all areas, loaded."""
