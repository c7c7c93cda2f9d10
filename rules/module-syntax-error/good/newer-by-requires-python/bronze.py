lazy import json

from dagster import asset


@asset
def orders(): ...
