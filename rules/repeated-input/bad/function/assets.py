import dagster as dg


@dg.asset
def orders(): ...


@dg.asset(ins={"today": dg.AssetIn("orders"), "all_days": dg.AssetIn(key="orders")})  # error@59-83: asset "report" takes "orders" twice, as "today" and as "all_days"; Dagster gives an asset to one argument only, keep one of them
def report(today, all_days): ...


@dg.asset(ins={"table": dg.AssetIn("orders")})
def summary(table, orders): ...  # error@20-26: asset "summary" takes "orders" twice, as "table" and as "orders"; Dagster gives an asset to one argument only, keep one of them
