"""An asset whose partitions depend on its earlier ones."""

from dagster import AssetDep, TimeWindowPartitionMapping, asset

yesterday = AssetDep("balances", partition_mapping=TimeWindowPartitionMapping(start_offset=-1, end_offset=-1))


@asset(deps=[yesterday])
def balances(context): ...
