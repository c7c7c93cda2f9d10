"""The times at which schedules fire, with Dagster as the oracle, changes of the clocks included."""

from __future__ import annotations

from datetime import datetime, timezone
from itertools import islice

import pytest
from dagster._utils.schedules import cron_string_iterator
from dagster_shared.check.functions import CheckError
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from floe_lint.dagster.cron.check_cron import check_cron, cron_ticks
from floe_lint.dagster.cron.grammar import Cron, read_cron
from floe_lint.dagster.cron.ticks import count_ticks, ticks_back_from, ticks_from
from floe_lint.dagster.zones import load_zone

_ZONES = [
    *("UTC", "America/New_York", "Europe/Berlin", "Europe/Dublin", "Asia/Kolkata", "Australia/Sydney"),
    *("America/Havana", "Africa/Cairo", "America/Santiago", "Australia/Lord_Howe", "Africa/Casablanca"),
]
_STARTS = [
    datetime(2024, 3, 10, 5, tzinfo=timezone.utc),
    datetime(2024, 3, 30, 23, 17, tzinfo=timezone.utc),
    datetime(2024, 4, 6, 12, tzinfo=timezone.utc),
    datetime(2024, 9, 7, tzinfo=timezone.utc),
    datetime(2024, 10, 5, 12, tzinfo=timezone.utc),
    datetime(2024, 10, 26, 20, tzinfo=timezone.utc),
    datetime(2024, 11, 2, 20, 0, 30, tzinfo=timezone.utc),
    datetime(2024, 2, 27, tzinfo=timezone.utc),
]
_MINUTES = st.sampled_from(["0", "15", "30", "59", "*/15", "5,50", "*"])
_HOURS = st.sampled_from(["*", "*", "0", "1", "2", "3", "23", "1-3", "0-4", "*/6", "*,5"])
_DAYS = st.sampled_from(["*", "*", "*", "1", "28", "31", "29", "L", "*/2", "1-31", "?"])
_MONTHS = st.sampled_from(["*", "*", "*", "*", "2", "4,10", "nov-mar"])
_WEEKDAYS = st.sampled_from(["*", "*", "*", "0", "7", "1-5", "5,6", "0-6", "5#2", "L0", "sat-mon"])
_CRONS = st.tuples(_MINUTES, _HOURS, _DAYS, _MONTHS, _WEEKDAYS).map(" ".join)


def _dagster_ticks(start: datetime, expression: str, zone: str, count: int, ascending: bool = True) -> list[datetime]:
    try:
        return list(islice(cron_string_iterator(start.timestamp(), expression, zone, ascending), count))
    except CheckError:
        # To begin it looks back, and from March its croniter misses a 29th of February; Dagster notices and stops.
        assume(False)
        raise


def _shown(ticks: list[datetime]) -> list[tuple[str, int]]:
    return [(tick.isoformat(), tick.fold) for tick in ticks]


@settings(max_examples=400, deadline=None)
@given(_CRONS, st.sampled_from(_ZONES), st.sampled_from(_STARTS), st.sampled_from([4, 30]))
def test_ticks_are_dagsters(expression: str, zone: str, start: datetime, count: int) -> None:
    defect = check_cron(expression)
    if defect is not None and defect.kind in ("invalid", "never"):
        return
    expected = _dagster_ticks(start, expression, zone, count)
    assert _shown(cron_ticks(expression, zone, start, count)) == _shown(expected)


@settings(max_examples=300, deadline=None)
@given(_CRONS, st.sampled_from(_ZONES), st.sampled_from(_STARTS))
def test_ticks_backwards_are_dagsters(expression: str, zone: str, end: datetime) -> None:
    defect = check_cron(expression)
    if defect is not None and defect.kind in ("invalid", "never"):
        return
    cron, tz = read_cron(expression), load_zone(zone)
    assert isinstance(cron, Cron)
    assert tz is not None
    ticks = list(islice(ticks_back_from(cron, tz, end), 5))
    # Looking back from March, Dagster's croniter passes over a 29th of February.
    assume(not any((tick.month, tick.day) == (2, 29) for tick in ticks))
    expected = _dagster_ticks(end, expression, zone, 5, ascending=False)
    assert [tick.timestamp() for tick in ticks] == [tick.timestamp() for tick in expected]


@settings(max_examples=100, deadline=None)
@given(_CRONS, st.sampled_from(_ZONES), st.sampled_from(_STARTS), st.integers(1, 150))
def test_counting_is_walking(expression: str, zone: str, start: datetime, count: int) -> None:
    cron, tz = read_cron(expression), load_zone(zone)
    if not isinstance(cron, Cron) or tz is None:
        return
    ticks = list(islice(ticks_from(cron, tz, start), count))
    if ticks:
        assert count_ticks(cron, tz, ticks[0], ticks[-1]) == count


@pytest.mark.parametrize("expression", ["0 0 31 4 *", "0 0 31 4 1", "0 0 15 * 5#2", "0 0 30,31 2 *"])
def test_what_never_fires_has_no_ticks_and_fails_in_dagster(expression: str) -> None:
    assert cron_ticks(expression, "UTC", _STARTS[0], 3) == []
    with pytest.raises(Exception, match=r"failed to find (prev|next) date"):
        next(cron_string_iterator(_STARTS[0].timestamp(), expression, "UTC"))


def test_a_skipped_time_is_moved_and_a_doubled_one_is_the_second() -> None:
    spring = cron_ticks("30 2 * * *", "America/New_York", datetime(2026, 3, 8, 5, tzinfo=timezone.utc), 2)
    assert [tick.isoformat() for tick in spring] == ["2026-03-08T03:00:00-04:00", "2026-03-09T02:30:00-04:00"]
    autumn = cron_ticks("30 1 * * *", "America/New_York", datetime(2026, 11, 1, tzinfo=timezone.utc), 1)
    assert [tick.isoformat() for tick in autumn] == ["2026-11-01T01:30:00-05:00"]


@pytest.mark.parametrize(
    ("expression", "zone", "reason"),
    [
        ("0 25 * * *", "UTC", 'hour field "25" is outside 0-23'),
        ("R * * * *", "UTC", "is random"),
        ("0 0 * * *", "Mars", '"Mars" is not a time zone'),
    ],
)
def test_what_has_no_times_is_refused(expression: str, zone: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        cron_ticks(expression, zone, _STARTS[0], 1)
