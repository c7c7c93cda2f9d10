from dagster import asset


@asset
def orders():
    """Orders, which dbt reads as a source."""


@asset
def report(orders):
    """What the other asset returns."""
