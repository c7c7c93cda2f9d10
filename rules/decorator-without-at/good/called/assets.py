from dagster import asset


def _orders(): ...


orders = asset(_orders)
