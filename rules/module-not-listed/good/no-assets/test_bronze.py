from dagster import asset


@asset
def fake(): ...
