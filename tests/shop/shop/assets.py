"""The assets that single-file cases select from."""

from floe_dagster import floe_asset


@floe_asset(group_name="bronze", outputs=["bronze.customers"])
def bronze_customers(context, catalog):
    """Customers as they arrive."""


@floe_asset(group_name="bronze", outputs=["bronze.orders"], deps=["bronze_customers"])
def bronze_orders(context, catalog):
    """Orders as they arrive."""


@floe_asset(group_name="silver", deps=["bronze_orders"])
def silver_orders(context, catalog):
    """Orders, cleaned."""


@floe_asset(group_name="gold", deps=["silver_orders"], tags={"tier": "gold"})
def gold_revenue(context, catalog):
    """Revenue by day."""
