from silver import customers
from dagster import asset


@asset
def orders(): ...
