import dagster as dg
from floe_dagster import floe_asset


@floe_asset(compute_kind="sql", kinds={"python"})  # error@26-31: asset "orders" gives "compute_kind" together with "kinds", which Dagster refuses; add it to "kinds"
def orders(context): ...


@floe_asset(key="bronze", name="customers")  # error@32-43: asset "customers" gives "name" together with "key", which Dagster refuses; keep "key"
def customers(context): ...


@dg.asset(key=dg.AssetKey(["bronze", "items"]), key_prefix=["bronze"])  # error@60-70: asset "items" gives "key_prefix" together with "key", which Dagster refuses; keep "key", with the prefix in it
def items(context): ...


@dg.multi_asset(specs=[dg.AssetSpec("left")], outs={"right": dg.AssetOut()})  # error@52-76: asset "several" gives "outs" together with "specs", which Dagster refuses; keep one of them
def several(context): ...


@dg.multi_asset(specs=[dg.AssetSpec("up")], deps=["orders"])  # error@50-60: asset "more" gives "deps" together with "specs", which Dagster refuses; give deps to each AssetSpec
def more(context): ...
