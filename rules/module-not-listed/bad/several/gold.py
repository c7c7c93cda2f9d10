from dagster import asset


@asset
def gold_orders(): ...
