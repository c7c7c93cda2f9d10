"""An eager asset without partitions runs once every partition above it exists (``eager-waits-for-partitions``)."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import dagster as dg
import pytest

NOW = datetime(2026, 1, 15, 12, tzinfo=timezone.utc)
AREAS = ("eu", "us", "asia")


@pytest.mark.parametrize(
    ("mapping", "made", "runs"),
    [(None, AREAS[:2], 0), (None, AREAS, 1), (dg.LastPartitionMapping(), AREAS[2:], 1)],
    ids=["some", "all", "the mapped one"],
)
def test_eager_waits_for_all_that_are_mapped(
    mapping: dg.PartitionMapping | None, made: tuple[str, ...], runs: int
) -> None:
    @dg.asset(partitions_def=dg.StaticPartitionsDefinition(list(AREAS)))
    def orders() -> None: ...

    @dg.asset(
        deps=[dg.AssetDep("orders", partition_mapping=mapping)], automation_condition=dg.AutomationCondition.eager()
    )
    def report() -> None: ...

    definitions = dg.Definitions(assets=[orders, report])
    with dg.DagsterInstance.local_temp() as instance:
        first = dg.evaluate_automation_conditions(definitions, instance=instance, evaluation_time=NOW)
        for area in made:
            instance.report_runless_asset_event(dg.AssetMaterialization("orders", partition=area))
        second = dg.evaluate_automation_conditions(
            definitions, instance=instance, cursor=first.cursor, evaluation_time=NOW + timedelta(minutes=1)
        )
    assert (first.total_requested, second.total_requested) == (0, runs)
