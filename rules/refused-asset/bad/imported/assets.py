from shared import orders

from dagster import asset


@asset(deps=[orders])
def customers(context): ...
