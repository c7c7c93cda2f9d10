"""Where Dagster loses its way at 29 February, and the keys of partitions that begin on one."""

from __future__ import annotations

import itertools
from datetime import datetime, timezone
from typing import Any

import pytest
from dagster import TimeWindowPartitionsDefinition
from dagster._core.definitions.partitions.context import partition_loading_context
from dagster._utils.schedules import cron_string_iterator
from dagster_shared.check import CheckError

from floe_lint.dagster.cron.grammar import Cron, read_cron
from floe_lint.dagster.cron.ticks import missed_leap_day
from floe_lint.dagster.partitions.window_keys import window_keys
from floe_lint.dagster.zones import load_zone

DAYS = "29", "28,29", "1,29", "5,29", "3,29,31", "29,30", "27-31", "*/7", "2-29", "*", "30", "L", "29,L"
MONTHS = "*", "2,3", "2,6", "2-12"
WEEKDAYS = "*", "1", "mon-fri", "4"
STARTS = (
    "2024-02-28T00:00", "2024-02-29T00:00", "2024-02-29T22:59", "2024-02-29T23:30", "2024-03-01T00:00",
    "2024-03-02T03:00", "2024-03-05T00:00", "2024-03-15T00:00", "2024-03-27T23:30", "2024-03-28T00:00",
    "2024-03-29T00:00", "2024-04-01T00:00", "2024-07-10T00:00", "2025-03-01T00:00",
)  # fmt: skip
NOW = datetime(2026, 1, 15, tzinfo=timezone.utc)


def _fails_in_dagster(cron: str, zone: str, start: datetime) -> bool:
    try:
        next(cron_string_iterator(start.timestamp(), cron, zone))
    except CheckError:
        return True
    return False


@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
@pytest.mark.parametrize("days", DAYS)
def test_dagster_loses_its_way(days: str, zone: str) -> None:
    tz: Any = load_zone(zone)
    wrong = []
    for hour, months, weekdays, text in itertools.product(("0", "*/6"), MONTHS, WEEKDAYS, STARTS):
        cron, start = f"0 {hour} {days} {months} {weekdays}", datetime.fromisoformat(text).replace(tzinfo=tz)
        fields = read_cron(cron)
        assert isinstance(fields, Cron)
        if (missed_leap_day(fields, tz, start) is not None) != _fails_in_dagster(cron, zone, start):
            wrong.append((cron, text))
    assert wrong == []


def test_leap_days_are_keys() -> None:
    cron = "0 0 29 2 *"
    definition = TimeWindowPartitionsDefinition(start="2012-01-01", cron_schedule=cron, fmt="%Y-%m-%d")
    with partition_loading_context(effective_dt=NOW):
        theirs = list(definition.get_partition_keys())
    keys = window_keys("2012-01-01", cron, "UTC", None, None, NOW)
    assert list(keys) == theirs == ["2012-02-29", "2016-02-29", "2020-02-29"]
    assert len(keys) == len(theirs)
    assert all(key in keys for key in theirs)
    assert list(keys.between("2016-02-29", "2020-02-29")) == theirs[1:]
    assert [keys.standing(key).kind for key in ("2016-02-28", "2024-02-29", "2008-02-29")] == [
        "between",
        "future",
        "before",
    ]
