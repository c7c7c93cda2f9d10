from floe_dagster import floe_asset


@floe_asset(group_name="bronze"  # error@12-13: module "broken" is not valid Python: '(' was never closed
def bronze_customers(context, catalog):
    ...
