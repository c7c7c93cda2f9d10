import dagster as dg
from dagster import AssetDep, AssetIn, AssetKey, AssetOut, AssetSpec, asset, multi_asset
from floe_dagster import floe_asset


@asset(key_prefix="raw")
def orders(): ...


@asset(deps=["raw/orders"])  # error@14-26: dependency "raw/orders" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["raw", "orders"]
def by_text(): ...


@floe_asset(deps=["raw/orders"])  # error@19-31: dependency "raw/orders" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["raw", "orders"]
def by_floe(context): ...


@asset(deps=[AssetKey("raw/orders")])  # error@14-36: dependency "raw/orders" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["raw", "orders"]
def by_key(): ...


@asset(deps=[AssetDep("raw/orders")])  # error@14-36: dependency "raw/orders" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["raw", "orders"]
def by_dep(): ...


@asset(deps=["no space"])  # error@14-24: dependency "no space" has a name that Dagster refuses: only letters, digits, "_", "." and "-"
def by_space(): ...


@asset(deps=["type"])  # error@14-20: dependency "type" has a name that Dagster keeps for itself; give the asset another, or a key_prefix
def by_word(): ...


@asset(ins={"found": AssetIn("raw/orders")})  # error@22-43: input "raw/orders" names no asset: a "/" does not separate the parts of a key; write AssetIn(["raw", "orders"])
def by_input(found): ...


@asset(ins={"orders": AssetIn(key_prefix="raw/more")})  # error[input-not-found]@23-53: asset "by_prefix" takes the value of "raw/more/orders", which does not exist; define it, or name it in deps if it is made elsewhere
def by_prefix(orders): ...


@asset(key="own/key")  # error@12-21: asset "own/key" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["own", "key"]
def own_key(): ...


@asset(key=["very", "own/key"])  # error@12-31: asset "very/own/key" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["very", "own", "key"]
def very_own_key(): ...


@floe_asset(name="own/name", key_prefix="p")  # error@18-28: asset "p/own/name" has a name that Dagster refuses: a "/" does not separate the parts of a key; write key=["p", "own", "name"]
def own_name(context): ...


@asset(key_prefix="own/prefix")  # error@19-31: asset "own/prefix/own_prefix" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["own", "prefix"]
def own_prefix(): ...


@dg.observable_source_asset(key="own/observed")  # error@33-47: asset "own/observed" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["own", "observed"]
def observed(): ...


@multi_asset(
    specs=[
        AssetSpec("spec/a"),  # error@19-27: asset "spec/a" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["spec", "a"]
        AssetSpec("spec_b", deps=["raw/orders"]),  # error@35-47: dependency "raw/orders" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["raw", "orders"]
        AssetSpec("spec_c").replace_attributes(key="spec/c"),  # error@52-60: asset "spec/c" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["spec", "c"]
    ]
)
def specs(): ...


@multi_asset(
    outs={
        "out/a": AssetOut(),  # error@18-28: output "out/a" has a name that Dagster refuses: a "/" does not separate the parts of a key; write "a": AssetOut(key=["out", "a"])
        "out.b": AssetOut(),  # error@18-28: output "out.b" has a name that Dagster refuses: only letters, digits and "_"
        "type": AssetOut(key="out_c"),  # error@17-38: output "type" has a name that Dagster keeps for itself; give it another
    }
)
def outs(): ...


export = dg.SourceAsset("crm/export")


@asset(deps=[export])  # error@14-20: dependency "crm/export" has a name that Dagster refuses: a "/" does not separate the parts of a key; write ["crm", "export"]
def by_source(): ...
