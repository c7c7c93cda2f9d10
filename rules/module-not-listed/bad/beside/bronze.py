from dagster import asset


@asset
def orders(): ...
