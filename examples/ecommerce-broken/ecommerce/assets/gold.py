"""Gold layer."""

from floe_dagster import floe_asset


@floe_asset(group_name="gold", inputs=["bronze.orders"], outputs=["gold.orders_by_day"])
def gold_orders_by_day(context, catalog):
    """Count orders by day."""
    return {"rows": catalog.read_table("bronze.orders").num_rows}
