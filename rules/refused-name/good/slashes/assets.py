"""Keys that Dagster takes: of lists, of user strings, and where it makes no name of them."""

from dagster import AssetIn, AssetKey, AssetOut, AssetSpec, SourceAsset, asset, multi_asset, observable_source_asset


@asset(key_prefix=["raw", "v1.2"])
def orders(): ...


@asset(deps=[["raw", "v1.2", "orders"], AssetKey.from_user_string("raw/v1.2/orders")])
def by_list(): ...


@asset(deps=[AssetKey(["a", "type"]), "dotted.name", "dashed-name", ["raw", ""]])
def by_parts(): ...


@asset(ins={"found": AssetIn(["raw", "v1.2", "orders"])})
def by_input(found): ...


export = SourceAsset("crm/export")
words = SourceAsset("some words")


@asset(ins={"found": AssetIn("crm/export")})
def by_source(found): ...


@multi_asset(outs={"a": AssetOut(key="out/a"), "b": AssetOut(key_prefix="out/more"), "c": AssetOut(key="some key")})
def outs(): ...


@multi_asset(specs=[AssetSpec(["spec", "a"]), AssetSpec("spec-b"), AssetSpec("spec.c")])
def specs(): ...


@observable_source_asset(key=["own", "observed"])
def observed(): ...
