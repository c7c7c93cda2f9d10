from dagster import asset


@asset
def report(stg_orders): ...
