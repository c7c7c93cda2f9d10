from floe_dagster import floe_asset


@floe_asset(group_name="gold", inputs=["main.fct_order"])  # warning@40-56: asset "report" reads "main.fct_order", which no asset writes; did you mean "main.fct_orders"?
def report(context, catalog):
    """Of a model's table."""
