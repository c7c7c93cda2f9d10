"""Schedules that fire in the same minute, and schedules that meet a change of the clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dagster._utils.schedules import cron_string_iterator
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dagster.cron.check_cron import dst_hazard, fires_together
from floe_lint.dagster.cron.clashes import _change_days
from floe_lint.dagster.cron.ticks import clocks_change

_NOW = datetime(2026, 1, 15, 12, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("0 6 * * *", "0 * * * *", "every day at 06:00"),
        ("0 6 * * *", "0 6 * * *", "every day at 06:00"),
        ("@hourly", "*/30 * * * *", "every hour"),
        ("0 6 * * 1", "*/15 6 * * *", "every Monday at 06:00"),
        ("0 6 * * 1-5", "0 6 * * 0", None),
        ("0 6 * * *", "30 6 * * *", None),
        ("0 6 1 * *", "0 6 * * 1", "on 2026-06-01 at 06:00"),
        ("0 6 L * *", "0 6 30,31 * *", "on 2026-01-31 at 06:00"),
        ("0 6 29 2 *", "0 6 * * *", None),
        ("0 25 * * *", "0 6 * * *", None),
    ],
)
def test_two_schedules_in_one_zone(first: str, second: str, words: str | None) -> None:
    assert fires_together(first, "UTC", second, "utc", _NOW) == words
    assert fires_together(second, "UTC", first, "utc", _NOW) == words


@pytest.mark.parametrize(
    ("first", "zone_a", "second", "zone_b", "words"),
    [
        (
            *("0 6 * * *", "America/New_York", "0 11 * * *", "Europe/London"),
            "on 2026-01-16 at 06:00 America/New_York (11:00 Europe/London)",
        ),
        (
            # Only in the weeks between the two changes of the clocks.
            *("0 6 * * *", "America/New_York", "0 10 * * *", "Europe/London"),
            "on 2026-03-08 at 06:00 America/New_York (10:00 Europe/London)",
        ),
        ("0 6 * * *", "America/New_York", "0 6 * * *", "Europe/London", None),
        ("0 * * * *", "UTC", "0 * * * *", "Asia/Kolkata", None),
        ("0 0 * * *", "UTC", "0 0 * * *", "Mars", None),
    ],
)
def test_two_schedules_in_two_zones(first: str, zone_a: str, second: str, zone_b: str, words: str | None) -> None:
    assert fires_together(first, zone_a, second, zone_b, _NOW) == words


@settings(max_examples=30, deadline=None)
@given(
    *(
        st.tuples(
            st.sampled_from(["0", "30", "*/20"]),
            st.sampled_from(["6", "6-8", "*/4"]),
            st.sampled_from(["*", "1", "1,15", "L"]),
            st.sampled_from(["*", "1", "2-6"]),
        ).map(lambda words: f"{words[0]} {words[1]} {words[2]} * {words[3]}")
        for _ in range(2)
    )
)
def test_schedules_clash_exactly_if_dagster_runs_both_in_a_minute(first: str, second: str) -> None:
    def moments(expression: str) -> set[float]:
        found: set[float] = set()
        midnight = datetime(2026, 1, 15, tzinfo=timezone.utc).timestamp()
        for tick in cron_string_iterator(midnight, expression, "UTC"):
            if tick.timestamp() >= midnight + 366 * 24 * 3600:
                return found
            found.add(tick.timestamp())
        return found

    assert (fires_together(first, "UTC", second, "UTC", _NOW) is not None) == bool(moments(first) & moments(second))


@pytest.mark.parametrize(
    ("expression", "zone", "kind", "local", "date", "runs_at"),
    [
        ("30 2 * * *", "America/New_York", "skipped", "02:30", "2026-03-08", "2026-03-08T03:00:00-04:00"),
        ("30 1 * * *", "America/New_York", "doubled", "01:30", "2026-11-01", "2026-11-01T01:30:00-05:00"),
        ("30 1 1 * *", "America/New_York", "doubled", "01:30", "2026-11-01", "2026-11-01T01:30:00-05:00"),
        ("0 2 * * 0", "Europe/Berlin", "skipped", "02:00", "2026-03-29", "2026-03-29T03:00:00+02:00"),
        ("0 */2 * * *", "Europe/Berlin", "skipped", "02:00", "2026-03-29", "2026-03-29T03:00:00+02:00"),
        ("0 0 * * *", "America/Havana", "skipped", "00:00", "2026-03-08", "2026-03-08T01:00:00-04:00"),
    ],
)
def test_a_change_of_the_clocks_meets_the_schedule(
    expression: str, zone: str, kind: str, local: str, date: str, runs_at: str
) -> None:
    hazard = dst_hazard(expression, zone, _NOW)
    assert hazard is not None
    assert (hazard.kind, hazard.local, hazard.date) == (kind, local, date)
    assert hazard.runs_at.isoformat() == runs_at
    ticks = cron_string_iterator(_NOW.timestamp(), expression, zone)
    assert hazard.runs_at.timestamp() in {next(ticks).timestamp() for _ in range(900)}


@pytest.mark.parametrize(
    ("expression", "zone"),
    [
        ("30 2 * * *", "UTC"),
        ("30 2 * * *", "Asia/Kolkata"),
        ("0 6 * * *", "America/New_York"),
        ("30 2 * * 1", "America/New_York"),
        ("*/15 * * * *", "America/New_York"),
        ("nonsense", "America/New_York"),
        ("30 2 * * *", "Mars"),
    ],
)
def test_no_change_of_the_clocks_meets_the_schedule(expression: str, zone: str) -> None:
    assert dst_hazard(expression, zone, _NOW) is None


@pytest.mark.parametrize("start", [date(2011, 3, 5), date(2014, 4, 1), date(2026, 11, 27), date(2030, 1, 1)])
def test_no_change_of_the_clocks_is_passed_over(start: date) -> None:
    """Egypt, Gaza and Morocco stopped summer time for a month; a week is the shortest that is looked at."""
    days = [start + timedelta(days=number) for number in range(366)]
    for name in available_timezones():
        zone = ZoneInfo(name)
        assert _change_days(zone, start) == tuple(day for day in days if clocks_change(zone, day)), name
