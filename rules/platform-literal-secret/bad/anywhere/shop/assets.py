"""The assets of the shop."""

from floe_dagster import floe_asset


@floe_asset(group_name="bronze", outputs=["bronze.customers"])
def bronze_customers(context, catalog):
    """Customers as they arrive."""
