import dagster as dg
from dagster import (
    StaticPartitionDefinition,  # warning@5-30: module "p.assets" imports "StaticPartitionDefinition" from "dagster", which Dagster 1.13 does not have; did you mean "StaticPartitionsDefinition"?
    asset,
    solid,  # warning@5-10: module "p.assets" imports "solid" from "dagster", which Dagster 1.13 does not have; "op" took its place
)
from dagster.component import thing  # warning@6-23: module "p.assets" imports "component" from "dagster", which Dagster 1.13 does not have; did you mean "components"?
from dagster_dtb import DbtCliResource  # warning@6-17: module "p.assets" imports "dagster_dtb", which was not found; did you mean "dagster_dbt"?


@dg.asset(partitions_def=dg.DailyPartitionDefinition("2024-01-01"))  # warning@29-53: module "p.assets" imports "DailyPartitionDefinition" from "dagster", which Dagster 1.13 does not have; did you mean "DailyPartitionsDefinition"?
def orders(): ...
