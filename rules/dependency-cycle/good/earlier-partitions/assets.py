import dagster as dg

the_day_before = dg.TimeWindowPartitionMapping(start_offset=-1, end_offset=-1)


@dg.asset(
    deps=[dg.AssetDep("totals", partition_mapping=the_day_before)],
    partitions_def=dg.DailyPartitionsDefinition("2024-01-01"),
)
def totals(): ...
