"""Partitions that may be equal."""

import dagster as dg
from settings import partitions

daily = dg.DailyPartitionsDefinition(start_date="2024-01-01")


@dg.asset(partitions_def=daily)
def orders():
    """Orders."""


@dg.asset(partitions_def=daily)
def customers():
    """Customers."""


@dg.asset
def sales():
    """Sales."""


@dg.asset(partitions_def=partitions())
def computed():
    """Computed."""
