"""Bronze layer."""

from floe_dagster import floe_asset


@floe_asset(group_name="bronze", inputs=["external.customers"], outputs=["bronze.customers"])
def bronze_customers(context, catalog):
    """Load customers."""
    return {"rows": catalog.read_table("external.customers").num_rows}


@floe_asset(
    group_name="bronze",
    inputs=["external.orders"],
    outputs=["bronze.orders"],
    deps=["bronze_custmers"],  # a letter is missing: Dagster would wait for an asset that nobody makes
)
def bronze_orders(context, catalog):
    """Load orders."""
    return {"rows": catalog.read_table("external.orders").num_rows}
