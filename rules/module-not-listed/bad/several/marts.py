from dagster import asset


@asset
def marts_orders(): ...
