from dagster import asset


@asset(key_prefix="bronze", deps=["stg_orders"])  # error@35-47: asset "bronze/raw_orders" depends on "stg_orders", which depends on "bronze/raw_orders"
def raw_orders():
    """Orders, which dbt reads as a source."""
