"""Cron expressions in plain English."""

from __future__ import annotations

from collections.abc import Sequence

from floe_lint.dagster.cron.grammar import Cron

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
WEEKDAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_ORDINALS = ("last", "1st", "2nd", "3rd", "4th", "5th")
_MOST_LISTED = 3
"""Longer lists of times or days say less than the expression itself."""


def describe(cron: Cron) -> str | None:
    """Return e.g. ``every Monday at 06:00``, or ``None`` where words would be no shorter than the cron."""
    days = _days(cron)
    times = _times(cron)
    if days is None or times is None:
        return None
    if times.startswith("at "):
        return f"{days} {times}"
    return times if days == "every day" else f"{times}, {days}"


def join(words: Sequence[str]) -> str:
    """Join words as English does: ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _times(cron: Cron) -> str | None:
    minutes, hours = cron.minutes, cron.hours
    every_hour = len(hours) == 24
    step = _regular_step(minutes, 60)
    if every_hour and len(minutes) > 1:
        if step is None:
            return None
        return "every minute" if step == 1 else f"every {step} minutes"
    if len(minutes) == 1 and len(hours) > 1:
        past = f" at minute {minutes[0]}" if minutes[0] else ""
        if every_hour:
            return f"every hour{past}"
        hour_step = _regular_step(hours, 24)
        if hour_step is not None and len(hours) > _MOST_LISTED:
            return f"every {hour_step} hours{past}"
    if len(minutes) * len(hours) <= _MOST_LISTED:
        return "at " + join([f"{hour:02}:{minute:02}" for hour in hours for minute in minutes])
    return None


def _regular_step(values: Sequence[int], size: int) -> int | None:
    """Return n if the values are every n-th from 0 round the clock."""
    step = size // len(values)
    return step if list(values) == list(range(0, size, step)) and size % step == 0 else None


def _days(cron: Cron) -> str | None:
    if cron.every_day:
        return "every day"
    if cron.nth:
        if len(cron.nth) > 1 or not (cron.day.star and cron.month.star):
            return None
        ((weekday, number),) = cron.nth
        return f"on the {_ORDINALS[number]} {WEEKDAYS[weekday]} of every month"
    if cron.day.star and cron.month.star:
        return _weekdays(cron.weekday.values)
    if not cron.weekday.star:
        return None
    if cron.month.star:
        if cron.day.last:
            return None if cron.day.values else "on the last day of every month"
        if len(cron.day.values) > _MOST_LISTED:
            return None
        plural = "s" if len(cron.day.values) > 1 else ""
        return f"on day{plural} {join([str(day) for day in cron.day.values])} of every month"
    if len(cron.months) == 1 and len(cron.day.values) == 1 and not (cron.day.star or cron.day.last):
        return f"every year on {cron.day.values[0]} {MONTHS[cron.months[0] - 1]}"
    return None


def _weekdays(days: tuple[int, ...]) -> str:
    if days == tuple(range(7)):
        return "every day"
    if len(days) > _MOST_LISTED and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]} to {WEEKDAYS[days[-1]]}"
    # The week of people begins on Monday.
    return "every " + join([WEEKDAYS[day] for day in sorted(days, key=lambda day: (day + 6) % 7)])
