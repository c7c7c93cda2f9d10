"""Where schedules meet: two schedules at one minute, and a schedule with a change of the clocks."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from itertools import islice
from typing import Literal

from floe_lint.dagster.cron.grammar import Cron, CronError, CronField, read_cron
from floe_lint.dagster.cron.ticks import (
    clocks_change,
    exists,
    fires_on,
    moved_tick,
    never_fires,
    ticks_from,
    times_of_day,
)
from floe_lint.dagster.zones import canonical_zone, load_zone
from floe_lint.kernel.records import NamedTuple

_YEAR = 366
_MOST_TICKS = 1000
"""How many ticks are compared, at most, for schedules in different zones."""


class DstHazard(NamedTuple):
    """A local time of a schedule that the clocks skip or show twice.

    ``local`` is that time (``02:30``), ``date`` the next day (ISO) on which it happens. ``runs_at`` is when
    Dagster runs the schedule on that day: after the gap, or at the one of the two equal times that it takes.
    """

    kind: Literal["skipped", "doubled"]
    local: str
    date: str
    runs_at: datetime


def fires_together(cron_a: str, zone_a: str, cron_b: str, zone_b: str, now: datetime | None = None) -> str | None:
    """Describe the first minute within a year of ``now`` at which both schedules fire, or return ``None``.

    In one zone the answer is general where it can be (``every day at 06:00``), else one date. Refused and
    random expressions and unknown zones give ``None``.
    """
    now = now or datetime.now(timezone.utc)
    first, second = _firing(cron_a), _firing(cron_b)
    tz_a, tz_b = load_zone(zone_a), load_zone(zone_b)
    if first is None or second is None or tz_a is None or tz_b is None:
        return None
    if canonical_zone(zone_a) == canonical_zone(zone_b):
        return _together_in_one_zone(first, second, now.astimezone(tz_a).date())
    return _together_in_two_zones(first, tz_a, zone_a, second, tz_b, zone_b, now)


def dst_hazard(expression: str, zone: str, now: datetime | None = None) -> DstHazard | None:
    """Return the next change of the clocks, within a year of ``now``, that meets a time of the schedule.

    Schedules that run in every hour are not affected. Refused expressions and unknown zones give ``None``.
    """
    cron, tz = _firing(expression), load_zone(zone)
    if cron is None or tz is None or tz is timezone.utc or len(cron.hours) == 24:
        return None
    today = (now or datetime.now(timezone.utc)).astimezone(tz).date()
    for day in _change_days(tz, today):
        if not fires_on(cron, day):
            continue
        for hour, minute in times_of_day(cron):
            local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=tz)
            skipped = not exists(local)
            if skipped or local.utcoffset() != local.replace(fold=1).utcoffset():
                runs_at = moved_tick(cron, local).astimezone(timezone.utc).astimezone(tz)
                kind: Literal["skipped", "doubled"] = "skipped" if skipped else "doubled"
                return DstHazard(kind=kind, local=f"{hour:02}:{minute:02}", date=day.isoformat(), runs_at=runs_at)
    return None


def _firing(expression: str) -> Cron | None:
    cron = read_cron(expression)
    return None if isinstance(cron, CronError) or never_fires(cron) else cron


@lru_cache(maxsize=64)
def _change_days(zone: tzinfo, today: date) -> tuple[date, ...]:
    """The days of the year from ``today`` on which the clocks change. No zone changes them to and fro within a week."""
    return tuple(
        day
        for number in range(0, _YEAR, 7)
        if clocks_change(zone, today + timedelta(days=number), days=min(7, _YEAR - number))
        for day in (today + timedelta(days=number + more) for more in range(min(7, _YEAR - number)))
        if clocks_change(zone, day)
    )


def _together_in_one_zone(first: Cron, second: Cron, today: date) -> str | None:
    minute = _common(first.minute, second.minute)
    hour = _common(first.hour, second.hour)
    if minute is None or hour is None:
        return None
    meeting = next(
        (
            day
            for day in (today + timedelta(days=number) for number in range(_YEAR))
            if fires_on(first, day) and fires_on(second, day)
        ),
        None,
    )
    if meeting is None:
        return None
    both = first._replace(minute=minute, hour=hour)
    days = _common_days(first, second)
    if days:
        from floe_lint.dagster.cron.words import describe

        words = describe(both._replace(day=days[0], month=days[1], weekday=days[2]))
        if words:
            return words
    clock = "{:02}:{:02}".format(*times_of_day(both)[0])
    return f"on {meeting.isoformat()} at {clock}"


def _common_days(first: Cron, second: Cron) -> tuple[CronField, CronField, CronField] | None:
    """Return the three day fields of the days on which both fire, or ``None`` if no one cron says that."""
    if first.nth or second.nth or first.either_day or second.either_day:
        return None
    day, month = _common(first.day, second.day), _common(first.month, second.month)
    weekday = _common(first.weekday, second.weekday)
    if day is None or month is None or weekday is None:
        return None
    # Both day fields restricted would mean one or the other.
    return (day, month, weekday) if day.star or weekday.star else None


def _common(first: CronField, second: CronField) -> CronField | None:
    """Return what both fields match; ``None`` if that is nothing, or takes a calendar to know (``L``)."""
    if first.star:
        return second
    if second.star:
        return first
    values = tuple(value for value in first.values if value in second.values)
    if first.last or second.last:
        return first if first == second else None
    return CronField(values, False, False) if values else None


def _together_in_two_zones(
    first: Cron, tz_a: tzinfo, zone_a: str, second: Cron, tz_b: tzinfo, zone_b: str, now: datetime
) -> str | None:
    horizon = now + timedelta(days=_YEAR)
    rarer, tz, other, other_tz = first, tz_a, second, tz_b
    if len(times_of_day(second)) < len(times_of_day(first)):
        rarer, tz, other, other_tz = second, tz_b, first, tz_a
    for tick in islice(ticks_from(rarer, tz, now), _MOST_TICKS):
        if tick > horizon:
            return None
        following = next(ticks_from(other, other_tz, tick), None)
        if following is not None and following.timestamp() == tick.timestamp():
            here, there = tick.astimezone(tz_a), tick.astimezone(tz_b)
            return f"on {here:%Y-%m-%d} at {here:%H:%M} {zone_a or 'UTC'} ({there:%H:%M} {zone_b or 'UTC'})"
    return None
