import dagster as dg


@dg.asset
def orders(): ...


@dg.asset
def prices(): ...


@dg.asset(ins={"table": dg.AssetIn("orders")}, deps=["orders"])
def report(table, prices): ...
