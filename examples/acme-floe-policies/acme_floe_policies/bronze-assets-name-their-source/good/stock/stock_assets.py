from floe_dagster import floe_asset


@floe_asset(group_name="bronze", tags={"source": "erp"})
def stock_levels(context, catalog):
    """Stock by shelf."""
