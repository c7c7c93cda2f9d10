"""The longer way."""

from dagster import asset


@asset
def prices(context, articles): ...
