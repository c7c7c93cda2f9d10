from dagster import asset


@asset
def bronze_orders(): ...
