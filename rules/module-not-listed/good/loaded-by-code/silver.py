from dagster import asset


@asset
def customers(): ...
