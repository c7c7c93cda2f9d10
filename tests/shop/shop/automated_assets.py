"""Assets that set off each other by automation conditions."""

from dagster import AutomationCondition
from floe_dagster import floe_asset


@floe_asset(group_name="stock")
def stock_counts(context, catalog):
    """What is on the shelves."""


@floe_asset(group_name="stock", deps=["stock_counts"])
def stock_levels(context, catalog):
    """Counts by article."""


@floe_asset(group_name="stock", deps=["stock_levels"])
def stock_alerts(context, catalog):
    """Articles to order again."""


@floe_asset(group_name="prices", automation_condition=AutomationCondition.eager())
def price_list(context, catalog):
    """Prices of today."""
