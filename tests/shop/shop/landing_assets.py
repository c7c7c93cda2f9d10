"""Assets below external ones."""

from dagster import SourceAsset
from floe_dagster import floe_asset

landing_refunds = SourceAsset("landing_refunds", group_name="landing")


@floe_asset(group_name="parsed", deps=["landing_orders"])
def parsed_orders(context, catalog):
    """Orders as they were delivered."""


@floe_asset(group_name="parsed", deps=["landing_refunds"])
def parsed_refunds(context, catalog):
    """Refunds as they were delivered."""
