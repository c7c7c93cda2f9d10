"""Gold, streaming, regional and sales assets that the quickstart's excerpts name."""
from floe_dagster import floe_asset


@floe_asset(group_name="gold", inputs=["silver.customers", "silver.orders"], outputs=["gold.customer_orders"])
def gold_customer_orders(context, catalog): ...


@floe_asset(group_name="streaming")
def streaming_clicks(context, catalog): ...


@floe_asset(group_name="regional")
def regional_stock(context, catalog): ...


@floe_asset(group_name="sales")
def sales_daily(context, catalog): ...


@floe_asset(group_name="external")
def external_data(context, catalog): ...
