from dagster import AssetOut, AssetSpec, asset, multi_asset


@multi_asset(specs=[AssetSpec("orders"), AssetSpec("returns")])
def load(): ...


@multi_asset(name="fill", outs={"stock": AssetOut(), "prices": AssetOut()})
def load_stock(): ...


@asset(key=["gold", "daily-report"])
def report(): ...
