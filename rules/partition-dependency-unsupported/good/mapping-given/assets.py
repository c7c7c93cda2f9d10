from dagster import AllPartitionMapping, AssetDep, AssetIn, AssetOut, AssetSpec, asset, multi_asset

from floe_dagster import floe_asset

EVERY = AllPartitionMapping()


@asset
def orders(): ...


@asset(deps=[AssetDep(orders, partition_mapping=AllPartitionMapping())])
def by_object(): ...


@floe_asset(deps=[AssetDep("orders", partition_mapping=EVERY)])
def by_name(catalog): ...


@asset(ins={"orders": AssetIn(partition_mapping=EVERY)})
def by_input(orders): ...


@multi_asset(specs=[AssetSpec("by_spec", deps=[AssetDep(orders, partition_mapping=EVERY)])])
def several(): ...


@multi_asset(outs={"by_output": AssetOut()}, deps=[AssetDep("orders", partition_mapping=EVERY)])
def written(): ...
