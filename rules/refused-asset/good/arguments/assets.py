import dagster as dg
from floe_dagster import floe_asset


@floe_asset(
    group_name="bronze",
    inputs=["raw.customers"],
    outputs=("bronze.customers",),
    compute_kind="python",
    kinds=set(),
    metadata=[("rows", 1)],
    tags={"priority": "1"},
    owners=["team:data"],
    required_resource_keys=["db"],
    partitions_def=None,
)
def customers(context, catalog): ...


@dg.asset(
    key="orders",
    name=None,
    key_prefix=[],
    required_resource_keys={"db"},
    kinds=["python"],
    automation_condition=dg.AutomationCondition.eager(),
    deps=["customers"],
)
def make_orders(context): ...


@dg.observable_source_asset(owners="team:data", whatever=1)
def source(context): ...


@dg.multi_asset(specs=[], outs={"left": dg.AssetOut()}, compute_kind="sql")
def several(context): ...
