from dagster import asset


@asset(deps=["stg_orders", "made_elsewhere"])
def report(): ...
