from dagster import asset


@asset
def dates(): ...
