import dagster as dg


@dg.asset
def orders(): ...


@dg.asset(
    ins={
        "first": dg.AssetIn("orders", dagster_type=dg.Nothing),
        "then": dg.AssetIn("orders", dagster_type=dg.Nothing),
    }
)
def report(): ...
