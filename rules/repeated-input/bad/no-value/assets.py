import dagster as dg


@dg.asset
def orders(): ...


@dg.asset(ins={"first": dg.AssetIn("orders"), "then": dg.AssetIn("orders", dagster_type=dg.Nothing)})  # error@55-100: asset "report" takes "orders" twice, as "first" and as "then"; Dagster gives an asset to one argument only, keep one of them
def report(first): ...
