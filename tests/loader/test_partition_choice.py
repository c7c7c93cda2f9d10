"""Which partitions ``latest`` and ``all`` mean."""

from __future__ import annotations

from datetime import datetime, timezone

import dagster as dg
import pytest

from floe_dagster.loading.partition_choice import chosen_partitions

AT = datetime(2024, 1, 4, 12, tzinfo=timezone.utc)
DAYS = dg.DailyPartitionsDefinition("2024-01-01")
MONTHS = dg.MonthlyPartitionsDefinition("2023-11-01")
REGIONS = dg.StaticPartitionsDefinition(["us", "eu"])


@pytest.mark.parametrize(
    ("partitions", "latest"),
    [
        (DAYS, ["2024-01-03"]),
        (REGIONS, ["eu"]),
        (dg.MultiPartitionsDefinition({"date": DAYS, "region": REGIONS}), ["2024-01-03|us", "2024-01-03|eu"]),
        (dg.MultiPartitionsDefinition({"day": DAYS, "month": MONTHS}), ["2024-01-03|2023-12-01"]),
    ],
    ids=["window", "static", "window and static", "two windows"],
)
def test_the_latest_partition(partitions: dg.PartitionsDefinition[str], latest: list[str]) -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        assert chosen_partitions(partitions, "latest", AT, instance) == latest
