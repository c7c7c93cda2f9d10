import dagster as dg


export = dg.SourceAsset(["crm", "export"])


@dg.asset(key_prefix="raw", group_name="sales")
def customers(context): ...


@dg.asset(ins={"table": dg.AssetIn(["crm", "export"])}, group_name="sales")
def report(table, customers): ...


@dg.asset(deps=["made_elsewhere"], ins={"order": dg.AssetIn("elsewhere_too", dagster_type=dg.Nothing)})
def only_after(): ...


@dg.op(ins={"start": dg.In(dg.Nothing)})
def begin(): ...


@dg.graph_asset
def begun(made_elsewhere): return begin(made_elsewhere)
