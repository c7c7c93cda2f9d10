import dagster as dg

if dg.__version__:
    for _ in range(3):
        continue
    return  # error@5-11: module "outside" is not valid Python: 'return' outside function
