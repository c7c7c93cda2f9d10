from dagster import AssetIn, AssetOut, AssetSpec, asset, multi_asset


@multi_asset(
    specs=[
        AssetSpec("orders", group="bronze"),  # error@29-34: asset "orders" gives AssetSpec the argument "group", which it does not take; did you mean "group_name"?
        AssetSpec(["shop", "customers"], owners="team:data"),  # error@49-60: asset "shop/customers" gives "owners" as text, which Dagster refuses; give a list: ["team:data"]
    ]
)
def build(context): ...


@multi_asset(outs={"stock": AssetOut(kinds=["python"])})  # error@44-54: an asset gives "kinds" as a list, which Dagster refuses; give a set: {"python"}
def fill(context): ...


@asset(ins={"rows": AssetIn(key="orders", key_prefix="shop")})  # error@54-60: an input gives "key_prefix" together with "key", which Dagster refuses; keep "key", with the prefix in it
def report(rows): ...
