"""Partitions that Dagster takes for equal, whatever made them, and some that the text does not tell."""

import os
from datetime import datetime, timezone

import dagster as dg
from dagster import DailyPartitionsDefinition
from shared import START, areas, daily


@dg.asset(partitions_def=daily)
def daily_imported():
    """The object of another module."""


@dg.asset(partitions_def=DailyPartitionsDefinition("2024-01-01", None, 0, 0, "UTC", "%Y-%m-%d", 0))
def daily_written_out():
    """Every argument."""


@dg.asset(partitions_def=DailyPartitionsDefinition(start_date=datetime(2024, 1, 1, tzinfo=timezone.utc)))
def daily_aware():
    """Dagster pays no heed to the zone."""


@dg.asset(
    partitions_def=dg.TimeWindowPartitionsDefinition(start=START, cron_schedule="0 0 * * *", fmt="%Y-%m-%d", end=None)
)
def daily_by_cron():
    """A class of its own."""


@dg.asset
def daily_by_floe():
    """Partitioned by floe.yaml."""


@dg.asset(partitions_def=DailyPartitionsDefinition(os.environ.get("START", "2025-01-01")))
def from_somewhere():
    """Whatever the environment says."""


@dg.asset(partitions_def=areas)
def areas_imported():
    """The object of another module."""


@dg.asset(partitions_def=dg.StaticPartitionsDefinition([name.lower() for name in ("EU", "US")]))
def areas_computed():
    """Computed."""


@dg.asset(partitions_def=dg.MultiPartitionsDefinition({"day": daily, "area": areas}))
def product():
    """A product."""


@dg.asset(
    partitions_def=dg.MultiPartitionsDefinition({"area": areas, "day": dg.DailyPartitionsDefinition("2024-01-01")})
)
def same_product():
    """The other way round."""


@dg.asset(partitions_def=dg.DynamicPartitionsDefinition(name="customers"))
def customers():
    """One name."""


@dg.asset(partitions_def=dg.DynamicPartitionsDefinition(name="customers"))
def same_customers():
    """The same name."""


@dg.asset(partitions_def=dg.DynamicPartitionsDefinition(lambda _: ["a"]))
def functional():
    """By a function, which is not compared."""


@dg.asset(partitions_def=dg.WeeklyPartitionsDefinition("2024-01-01", day_offset=1))
def weekly():
    """From Monday."""


@dg.asset(
    partitions_def=dg.TimeWindowPartitionsDefinition(start=START, cron_schedule="0 0 * * 1", fmt="%Y-%m-%d")
)
def weekly_by_cron():
    """From Monday too."""
