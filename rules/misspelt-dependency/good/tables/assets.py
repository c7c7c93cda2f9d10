from floe_dagster import floe_asset


@floe_asset(group_name="bronze", inputs=["src.orders", "raw.customers_2023"], outputs=["stg.orders"])
def bronze_orders(context, catalog):
    """Tables from elsewhere, and one whose name is like that of another schema."""


@floe_asset(group_name="bronze", inputs=["src.orders"], outputs=["raw.customers_2024", "archive.orders"])
def bronze_customers(context, catalog):
    """The table of another year."""


@floe_asset(group_name="silver", inputs=["stg.orders", "archives.orders"], outputs=["archive.orders"])
def silver_orders(context, catalog):
    """What is nearly a table of its own."""
