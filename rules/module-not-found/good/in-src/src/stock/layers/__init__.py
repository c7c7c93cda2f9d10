from dagster import asset


@asset
def stock_layers(): ...
