"""Assets whose partitions Python code defines, for cases about partitions."""

from dagster import DailyPartitionsDefinition
from floe_dagster import floe_asset


@floe_asset(group_name="stock", partitions_def=DailyPartitionsDefinition("2024-01-01"))
def stock_levels(context, catalog):
    """Levels of stock, by day."""


@floe_asset(group_name="stock", deps=["stock_levels"])
def stock_alerts(context, catalog):
    """What has to be ordered."""
