from dagster import asset


@asset
def landing_orders(): ...
