"""Assets whose partitions are not in floe.yaml."""

from dagster import DailyPartitionsDefinition, asset


@asset(partitions_def=DailyPartitionsDefinition("2024-01-01"))
def counts(context): ...


@asset
def variable(context): ...
