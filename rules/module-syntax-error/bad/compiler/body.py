import dagster as dg


@dg.asset
def sizes():
    print("größe"); continue  # error@21-29: module "body" is not valid Python: 'continue' not properly in loop
