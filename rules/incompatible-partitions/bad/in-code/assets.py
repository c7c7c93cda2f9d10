"""Partitions of two kinds."""

import dagster as dg

daily = dg.DailyPartitionsDefinition(start_date="2024-01-01")


@dg.asset(partitions_def=daily)
def orders():
    """Orders."""


@dg.asset(partitions_def=dg.HourlyPartitionsDefinition(start_date="2024-01-01-00:00"))
def events():
    """Events."""


@dg.multi_asset(specs=[dg.AssetSpec("eu"), dg.AssetSpec("us")], partitions_def=dg.StaticPartitionsDefinition(["a"]))
def regions():
    """Regions."""
