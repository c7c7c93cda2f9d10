"""When the runs of a schedule fall, over the coming year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta, tzinfo
from functools import lru_cache

from floe_lint.dagster.cron.grammar import Cron, CronError, read_cron
from floe_lint.dagster.cron.ticks import count_ticks, fires_on, never_fires, ticks_back_from, ticks_from
from floe_lint.dagster.zones import load_zone

DAYS = 364
"""Days that are looked at: every week whole, every change of the clocks in them."""


def first_run_within(
    expression: str, zone: str, other: str, now: datetime, is_within: Callable[[datetime], bool]
) -> datetime | None:
    """The first run, told in the time zone ``other``, at which ``is_within`` is true; ``None`` without any.

    Days of the week on which the clocks of both zones stand alike have the same runs: one of them is looked at. A cron
    or a zone that is refused has no runs.
    """
    cron, own, shown = _readable(expression), load_zone(zone), load_zone(other)
    if cron is None or own is None or shown is None:
        return None
    seen = set()
    first = now.astimezone(own).date()
    for number in range(1, DAYS + 1):
        day = first + timedelta(days=number)
        begin, end = (datetime.combine(date, time(), own) for date in (day, day + timedelta(days=1)))
        alike = (
            day.weekday(),
            *(moment.astimezone(place).utcoffset() for moment in (begin, end) for place in (own, shown)),
        )
        if alike in seen or not fires_on(cron, day):
            continue
        seen.add(alike)
        for tick in ticks_from(cron, own, begin):
            if tick.timestamp() >= end.timestamp():
                break
            if is_within(tick.astimezone(shown)):
                return tick.astimezone(shown)
    return None


@lru_cache(maxsize=512)
def runs_a_week(expression: str, zone: str, now: datetime) -> float | None:
    """How many runs a schedule has in a week, on average over the coming year; ``None`` for what is refused."""
    cron, own = _readable(expression), load_zone(zone)
    if cron is None or own is None:
        return None
    start = datetime.combine(now.astimezone(own).date() + timedelta(days=1), time(), own)
    until = datetime.combine(start.date() + timedelta(days=DAYS), time(), own) - timedelta(seconds=1)
    first, last = _bounds(cron, own, start, until)
    return 0.0 if first is None or last is None else count_ticks(cron, own, first, last) / (DAYS / 7)


def _bounds(cron: Cron, zone: tzinfo, start: datetime, until: datetime) -> tuple[datetime | None, datetime | None]:
    """The first and the last run in a stretch of time."""
    first = next(ticks_from(cron, zone, start), None)
    if first is None or first.timestamp() > until.timestamp():
        return None, None
    return first, next(ticks_back_from(cron, zone, until), None)


def _readable(expression: str) -> Cron | None:
    cron = read_cron(expression)
    return None if isinstance(cron, CronError) or never_fires(cron) else cron
