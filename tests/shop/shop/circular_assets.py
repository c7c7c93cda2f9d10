"""Assets that depend on each other."""

from floe_dagster import floe_asset


@floe_asset(group_name="bronze", deps=["rated_orders"])
def priced_orders(context, catalog):
    """Orders with prices, which take the ratings into account."""


@floe_asset(group_name="bronze", deps=["priced_orders"])
def rated_orders(context, catalog):
    """Orders with ratings, which take the prices into account."""
