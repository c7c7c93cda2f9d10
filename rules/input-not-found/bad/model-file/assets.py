from dagster import asset


@asset
def report(stg_ordrs): ...  # warning@12-21: asset "report" takes the value of "stg_ordrs", which does not exist; did you mean "stg_orders"?
