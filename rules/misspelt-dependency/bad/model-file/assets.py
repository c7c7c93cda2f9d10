from dagster import asset


@asset(deps=["stg_ordrs"])  # warning@14-25: asset "report" depends on "stg_ordrs", which does not exist; did you mean "stg_orders"?
def report(): ...
