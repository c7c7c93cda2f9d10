from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
def customers(context, catalog):
    """Customers."""
