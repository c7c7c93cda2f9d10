"""Judge cron expressions as Dagster does, and say when they fire. See ``grammar`` for the oracle."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

from floe_lint.dagster.cron.clashes import DstHazard, dst_hazard, fires_together
from floe_lint.dagster.cron.grammar import (
    DAY,
    FIELD_NAMES,
    MONTH,
    WEEKDAY,
    Cron,
    CronError,
    canonical_cron,
    longest_month,
    read_cron,
    single_step,
    word_ranges,
)
from floe_lint.dagster.cron.ticks import days_of_month, never_fires, ticks_from, times_of_day
from floe_lint.dagster.zones import load_zone
from floe_lint.kernel.records import NamedTuple

__all__ = [
    "CronDefect",
    "DstHazard",
    "canonical_cron",
    "check_cron",
    "cron_ticks",
    "describe_cron",
    "dst_hazard",
    "fires_together",
    "minimum_interval_seconds",
]


class CronDefect(NamedTuple):
    """What is wrong with an expression.

    - ``invalid``: Dagster refuses it.
    - ``never``: it loads, and Dagster fails to find a time when it runs the schedule.
    - ``random``: it holds ``R``, so that every process picks other times.
    - ``large_step``: a step, as in ``*/90``, that leaves one value.

    ``reason`` follows on "the expression is wrong:". ``part`` is the half-open range of the field to blame.
    """

    kind: Literal["invalid", "never", "random", "large_step"]
    reason: str
    part: tuple[int, int] | None


@lru_cache(maxsize=512)
def check_cron(expression: str) -> CronDefect | None:
    """Return the gravest defect of a cron expression, or ``None``.

    ``invalid`` is exactly what ``dagster._utils.schedules.is_valid_cron_schedule`` refuses.
    """
    cron = read_cron(expression)
    if isinstance(cron, CronError):
        return CronDefect("random" if cron.random else "invalid", cron.reason, cron.part)
    if never_fires(cron):
        return CronDefect("never", _never_reason(cron, expression.split()), word_ranges(expression)[DAY])
    step = single_step(expression)
    if step is None:
        return None
    from floe_lint.dagster.cron.words import MONTHS, WEEKDAYS

    name = FIELD_NAMES[step.field]
    if step.field == MONTH:
        value = MONTHS[step.value - 1]
    elif step.field == WEEKDAY:
        value = WEEKDAYS[step.value]
    else:
        value = f"{name.removesuffix('-of-month')} {step.value}"
    reason = f'{name} field "{step.text}" leaves its range at the first step: only {value} is left'
    return CronDefect("large_step", reason, step.part)


def describe_cron(expression: str) -> str | None:
    """Return a short English description, e.g. ``every day at 06:00``, or ``None`` for what is not common."""
    cron = read_cron(expression)
    if isinstance(cron, CronError) or never_fires(cron):
        return None
    from floe_lint.dagster.cron.words import describe

    return describe(cron)


def cron_ticks(expression: str, zone: str, after: datetime, count: int) -> list[datetime]:
    """Return the first ``count`` ticks at or after the aware ``after``, in ``zone``, as Dagster has them.

    Fewer where the calendar ends, none where the expression never fires (Dagster raises there).

    Raises:
        ValueError: Dagster refuses the expression or the zone, or the expression is random.
    """
    cron = read_cron(expression)
    if isinstance(cron, CronError):
        raise ValueError(cron.reason)
    tzinfo = load_zone(zone)
    if tzinfo is None:
        raise ValueError(f'"{zone}" is not a time zone')
    return list(islice(ticks_from(cron, tzinfo, after), count))


@lru_cache(maxsize=512)
def minimum_interval_seconds(expression: str) -> int:
    """Return the shortest time between two ticks, in seconds, where the clocks do not change.

    Raises:
        ValueError: the expression is refused, random, or never fires.
    """
    cron = read_cron(expression)
    if isinstance(cron, CronError) or never_fires(cron):
        raise ValueError(f'"{expression}" has no times')
    minutes = [hour * 60 + minute for hour, minute in times_of_day(cron)]
    overnight = _fewest_days(cron) * 24 * 60 - (minutes[-1] - minutes[0])
    within = [later - earlier for earlier, later in pairwise(minutes)]
    return 60 * min([overnight, *within])


def _fewest_days(cron: Cron) -> int:
    """Return the smallest number of days from one on which the cron fires to the next."""
    if cron.every_day:
        return 1
    # A leap day comes every fourth year and falls on a given day of the week every 28th.
    years = 60 if cron.nth else 9
    fewest, before = years * 366, None
    for year in range(2000, 2000 + years):
        for month in cron.months:
            for number in days_of_month(cron, year, month):
                ordinal = datetime(year, month, number).toordinal()
                if before is not None:
                    fewest = min(fewest, ordinal - before)
                    if fewest == 1:
                        return 1
                before = ordinal
    return fewest


def _never_reason(cron: Cron, written: list[str]) -> str:
    from floe_lint.dagster.cron.words import MONTHS, join

    field = f'{FIELD_NAMES[DAY]} field "{written[DAY]}"'
    months = join([MONTHS[month - 1] for month in cron.months])
    if cron.day.last or any(value <= longest_month(cron) for value in cron.day.values):
        return f'{field} never falls on a "{written[WEEKDAY]}" day'
    days = join([str(value) for value in cron.day.values])
    verb = "has" if len(cron.months) == 1 else "have"
    also = ", and Dagster then gives up on the day-of-week field too" if cron.either_day else ""
    return f"{field}: {months} {verb} no day {days}, so it never fires{also}"
