from dagster import asset


@asset
def old(): ...
