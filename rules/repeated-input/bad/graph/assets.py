import dagster as dg


@dg.asset
def orders(): ...


@dg.op
def join(left, right): ...


@dg.graph_asset(ins={"left": dg.AssetIn("orders"), "right": dg.AssetIn("orders")})  # error@61-81: asset "joined" takes "orders" twice, as "left" and as "right"; Dagster gives an asset to one argument only, keep one of them
def joined(left, right): return join(left, right)


@dg.graph_multi_asset(
    outs={"one": dg.AssetOut(), "two": dg.AssetOut()},
    ins={"left": dg.AssetIn("orders")},
)
def both(left, orders):  # error@16-22: asset "one" takes "orders" twice, as "left" and as "orders"; Dagster gives an asset to one argument only, keep one of them
    return {"one": join(left, orders), "two": join(left, orders)}
