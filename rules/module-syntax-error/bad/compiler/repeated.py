import dagster as dg


@dg.asset
def revenue(orders, orders): ...  # error@21-27: module "repeated" is not valid Python: duplicate argument 'orders' in function definition
