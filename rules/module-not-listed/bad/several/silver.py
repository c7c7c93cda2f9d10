from dagster import asset


@asset
def silver_orders(): ...
