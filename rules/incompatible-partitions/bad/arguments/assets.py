"""Partitions of one class, with other arguments."""

import dagster as dg
from shared import START, areas, daily



@dg.asset(partitions_def=daily)
def daily_base():
    """From the first of January."""


@dg.asset(partitions_def=dg.DailyPartitionsDefinition("2025-01-01"))
def other_start():
    """From another year."""


@dg.asset(partitions_def=dg.DailyPartitionsDefinition(START, end_date="2024-06-01"))
def other_end():
    """Until June."""


@dg.asset(partitions_def=dg.DailyPartitionsDefinition("2024-01-01", timezone="Europe/Berlin"))
def other_zone():
    """Elsewhere."""


@dg.asset(partitions_def=dg.DailyPartitionsDefinition("20240101", fmt="%Y%m%d"))
def other_format():
    """Written in another way."""


@dg.asset(partitions_def=dg.DailyPartitionsDefinition("2024-01-01", end_offset=1))
def other_offset():
    """With today."""


@dg.asset(partitions_def=dg.DailyPartitionsDefinition("2024-01-01", exclusions=["0 0 * * 0"]))
def other_exclusions():
    """Without Sundays."""


@dg.asset(partitions_def=dg.DailyPartitionsDefinition("2024-01-01", hour_offset=6))
def other_hour():
    """At six."""


@dg.asset(partitions_def=dg.TimeWindowPartitionsDefinition("2024-01-01", "%Y-%m-%d", cron_schedule="@daily"))
def other_cron():
    """The same, spelled in a way that Dagster takes for another."""


@dg.asset(partitions_def=areas)
def area_base():
    """Two areas."""


@dg.asset(partitions_def=dg.StaticPartitionsDefinition(["us", "eu"]))
def other_order():
    """The other way round."""


@dg.asset(partitions_def=dg.StaticPartitionsDefinition(("eu", "us")))
def other_sequence():
    """As a tuple."""


@dg.asset(partitions_def=dg.DynamicPartitionsDefinition(name="customers"))
def dynamic_base():
    """One name."""


@dg.asset(partitions_def=dg.DynamicPartitionsDefinition(name="suppliers"))
def other_name():
    """Another name."""


@dg.multi_asset(
    specs=[
        dg.AssetSpec("multi_base", partitions_def=dg.MultiPartitionsDefinition({"day": daily, "area": areas})),
        dg.AssetSpec("other_names", partitions_def=dg.MultiPartitionsDefinition({"date": daily, "area": areas})),
        dg.AssetSpec(
            "other_part",
            partitions_def=dg.MultiPartitionsDefinition(
                {"area": areas, "day": dg.DailyPartitionsDefinition("2024-01-01", end_offset=1)}
            ),
        ),
    ],
    can_subset=True,
)
def products():
    """Products."""


@dg.asset
def by_floe():
    """Partitioned by floe.yaml."""
