import dagster as dg


#> warning@1-30: "dg.asset" stands above "customers" without "@", so that this is no asset; write "@dg.asset"
dg.asset(group_name="bronze")
def customers(): ...
