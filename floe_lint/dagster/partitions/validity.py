"""Judge partition definitions and the ranges of backfills. Dagster accepts most of these silently."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import Literal

from floe_lint.dagster.cron.grammar import Cron, CronError, read_cron
from floe_lint.dagster.cron.ticks import LEAP_DAY, missed_leap_day, never_fires, ticks_from
from floe_lint.dagster.partitions.definitions import Definition, Dynamic, Multi, Static, TimeWindow
from floe_lint.dagster.partitions.mappings import mapping_defect, mapping_supported, same_partitions
from floe_lint.dagster.partitions.window_keys import (
    KeyRange,
    infer_fmt,
    read_key,
    read_moment,
    window_keys,
    write_key,
)
from floe_lint.dagster.zones import load_zone
from floe_lint.kernel.near_names import nearest
from floe_lint.kernel.records import NamedTuple

__all__ = [
    "BackfillDefect",
    "Definition",
    "Dynamic",
    "KeyRange",
    "Multi",
    "Static",
    "StaticDefect",
    "TimeWindow",
    "WindowDefect",
    "check_backfill",
    "check_static",
    "check_window",
    "infer_fmt",
    "mapping_defect",
    "mapping_supported",
    "read_moment",
    "same_partitions",
    "window_keys",
]

_SAMPLE_DAYS = (0, 0.6, 33, 100, 190, 400)
"""Where keys are compared, in days after the start: in afternoons, other months and other years too."""
_SAMPLE_SIZE = 5

_FORBIDDEN = {
    "...": "...",
    "\a": "a bell",
    "\b": "a backspace",
    "\f": "a form feed",
    "\n": "a line break",
    "\r": "a carriage return",
    "\t": "a tab",
    "\v": "a vertical tab",
    "\0": "a null character",
}
"""What Dagster refuses in a key (``INVALID_PARTITION_SUBSTRINGS``), and how to name it."""

_FORBIDDEN_IN_MULTI = "|,[]"
"""What Dagster refuses as well in the keys of a dimension."""


class WindowDefect(NamedTuple):
    """What is wrong with a time window definition; ``field`` is the argument to blame.

    - ``bad_start``, ``bad_end``, ``bad_fmt``: cannot be read, or used by Dagster.
    - ``end_not_after_start``: there will never be a partition.
    - ``fmt_too_coarse``: several partitions share a key.
    - ``empty``: no partition is complete yet, or none fits between start and end.
    """

    kind: Literal["bad_start", "bad_end", "end_not_after_start", "bad_fmt", "fmt_too_coarse", "empty"]
    field: Literal["start", "end", "fmt"]
    reason: str


class StaticDefect(NamedTuple):
    """What is wrong with a list of keys; ``position`` counts from 0, ``None`` is the whole list."""

    kind: Literal["empty", "duplicate", "forbidden"]
    position: int | None
    reason: str


class BackfillDefect(NamedTuple):
    """What is wrong with a range of partitions; ``bound`` is the end of the range to blame.

    - ``reversed``: it ends before it starts (Dagster runs nothing).
    - ``outside``: before the start or after the end of the partitions.
    - ``future``: the partition does not exist yet (Dagster returns it all the same).
    - ``wrong_form``: not in the format of the keys.
    - ``unknown_key``: not a key of the list, or not a moment at which a partition starts.
    """

    kind: Literal["reversed", "outside", "future", "wrong_form", "unknown_key"]
    bound: Literal["start", "end"]
    reason: str


def check_window(
    start: str, cron: str, zone: str, end: str | None, fmt: str | None, now: datetime
) -> tuple[WindowDefect, ...]:
    """Return the defects of a time window definition at the aware ``now``.

    Nothing if the cron or the zone is wrong: that is reported by ``check_cron`` and ``check_zone``.
    """
    fields = read_cron(cron)
    tz = load_zone(zone)
    if isinstance(fields, CronError) or never_fires(fields) or tz is None:
        return ()
    defects: list[WindowDefect] = []
    begin = read_moment(start, fmt, zone)
    finish = None if end is None else read_moment(end, fmt, zone)
    if begin is None:
        defects.append(WindowDefect("bad_start", "start", _not_a_moment("start", start)))
    if end is not None and finish is None:
        defects.append(WindowDefect("bad_end", "end", _not_a_moment("end", end)))
    # Dagster does not find a leap day by its own key, whatever the format.
    if fmt is not None and fmt != infer_fmt(cron) and not fields.text.endswith(LEAP_DAY):
        defects.extend(_check_fmt(fmt, cron, fields, begin or now, zone))
    if begin is None or (end is not None and finish is None):
        return tuple(defects)
    if finish is not None and finish.timestamp() <= begin.timestamp():
        reason = f'end "{end}" is not after start "{start}"'
        return (*defects, WindowDefect("end_not_after_start", "end", reason))
    missed = missed_leap_day(fields, tz, begin)
    if missed is not None:
        reason = (
            f'Dagster finds no partitions of cron "{cron}" from start "{start}" on, as it loses its way at '
            f"{missed.date().isoformat()}; start then, or in another month"
        )
        return (*defects, WindowDefect("bad_start", "start", reason))
    if not window_keys(start, cron, zone, end, fmt, now):
        defects.append(_empty(start, begin, end, finish, now))
    return tuple(defects)


def check_static(keys: Sequence[str], in_multi: bool = False) -> tuple[StaticDefect, ...]:
    """Return the defects of static partition keys; ``in_multi`` if they are a dimension of a product."""
    if not keys:
        return (StaticDefect("empty", None, "there are no partition keys, so nothing can ever run"),)
    defects: list[StaticDefect] = []
    seen: set[str] = set()
    for index, key in enumerate(keys):
        if key in seen:
            defects.append(StaticDefect("duplicate", index, f'key "{key}" is listed twice'))
        seen.add(key)
        if not key and not in_multi:
            # ``DagsterRun`` takes a run whose partition is an empty text for one without.
            defects.append(
                StaticDefect("forbidden", index, 'key "" is empty, and Dagster runs no partition of that name')
            )
        for text, name in _FORBIDDEN.items():
            if text in key:
                shown = f'"{key}"' if text == "..." else ascii(key).replace("'", '"')
                why = ", which marks a range of keys" if text == "..." else ""
                held = f'"{name}"' if text == "..." else name
                defects.append(StaticDefect("forbidden", index, f"key {shown} holds {held}{why}"))
        for character in _FORBIDDEN_IN_MULTI if in_multi else "":
            if character in key:
                reason = f'key "{key}" holds "{character}", which a key of a multi partition may not'
                defects.append(StaticDefect("forbidden", index, reason))
    return tuple(defects)


def check_backfill(
    range_start: str, range_end: str, definition: Definition, now: datetime
) -> tuple[BackfillDefect, ...]:
    """Return the defects of a range of partitions, both ends included, at the aware ``now``.

    Nothing if the definition itself is wrong, and for dynamic partitions, which no file knows.
    """
    if isinstance(definition, TimeWindow):
        return _check_window_range(range_start, range_end, definition, now)
    if isinstance(definition, Static):
        return _check_static_range(range_start, range_end, definition)
    if isinstance(definition, Multi):
        return _check_multi_range(range_start, range_end, definition, now)
    return ()


def _check_fmt(fmt: str, cron: str, fields: Cron, begin: datetime, zone: str) -> list[WindowDefect]:
    tz = load_zone(zone)
    if tz is None:
        return []
    if "%" not in fmt:
        reason = f'fmt "{fmt}" has no date directive such as %Y, so all partitions share one key'
        return [WindowDefect("bad_fmt", "fmt", reason)]
    use = f'use "{infer_fmt(cron)}"'
    before: dict[str, datetime] = {}
    anchors = [begin + timedelta(days=days) for days in _SAMPLE_DAYS]
    ticks = {
        tick.timestamp(): tick for anchor in anchors for tick in islice(ticks_from(fields, tz, anchor), _SAMPLE_SIZE)
    }
    for tick in ticks.values():
        key = write_key(tick, fmt, fields)
        read = read_key(key, fmt, tz)
        if read is None:
            reason = f'fmt "{fmt}" makes keys that cannot be read back, such as "{key}"; {use}'
            return [WindowDefect("bad_fmt", "fmt", reason)]
        if key in before:
            reason = (
                f'fmt "{fmt}" gives the partitions of {before[key]:%Y-%m-%d %H:%M} and '
                f'{tick:%Y-%m-%d %H:%M} the same key "{key}"; {use}'
            )
            return [WindowDefect("fmt_too_coarse", "fmt", reason)]
        before[key] = tick
        again = next(ticks_from(fields, tz, read), None)
        if again is None or again.timestamp() != tick.timestamp():
            reason = f'fmt "{fmt}" gives the key "{key}" to partitions of other dates too'
            return [WindowDefect("fmt_too_coarse", "fmt", f"{reason}; {use}")]
    return []


def _not_a_moment(field: str, text: str) -> str:
    return f'{field} "{text}" is not a date; write it like "2024-01-31" or "2024-01-31T06:00"'


def _empty(start: str, begin: datetime, end: str | None, finish: datetime | None, now: datetime) -> WindowDefect:
    if begin.timestamp() > now.timestamp():
        return WindowDefect("empty", "start", f'start "{start}" lies in the future: no partition exists yet')
    if finish is not None and finish.timestamp() <= now.timestamp():
        reason = f'no whole partition fits between start "{start}" and end "{end}"'
        return WindowDefect("empty", "end", reason)
    return WindowDefect("empty", "start", f'start "{start}" is so recent that no partition is complete yet')


def _check_window_range(
    range_start: str, range_end: str, definition: TimeWindow, now: datetime
) -> tuple[BackfillDefect, ...]:
    try:
        keys = window_keys(definition.start, definition.cron, definition.zone, definition.end, definition.fmt, now)
    except ValueError:
        return ()
    defects: list[BackfillDefect] = []
    bounds: tuple[tuple[Literal["start", "end"], str], ...] = (("start", range_start), ("end", range_end))
    moments: list[datetime] = []
    for bound, key in bounds:
        standing = keys.standing(key)
        if standing.moment is not None:
            moments.append(standing.moment)
        near = f'"{standing.near}"'
        if standing.kind == "wrong_form":
            reason = f'"{key}" is not a key of these partitions; they are written like {near}'
            defects.append(BackfillDefect("wrong_form", bound, reason))
        elif standing.kind == "between":
            reason = f'no partition starts at "{key}"; the nearest starts at {near}'
            defects.append(BackfillDefect("unknown_key", bound, reason))
        elif standing.kind == "before":
            defects.append(BackfillDefect("outside", bound, f'"{key}" is before the first partition, {near}'))
        elif standing.kind == "after":
            defects.append(BackfillDefect("outside", bound, f'"{key}" is after the last partition, {near}'))
        elif standing.kind == "future":
            last = f"the last one is {near}" if standing.near else "there is none so far"
            defects.append(BackfillDefect("future", bound, f'"{key}" does not exist yet; {last}'))
    if len(moments) == 2 and moments[0].timestamp() > moments[1].timestamp():
        defects.append(_reversed(range_start, range_end))
    return tuple(defects)


def _check_static_range(range_start: str, range_end: str, definition: Static) -> tuple[BackfillDefect, ...]:
    defects: list[BackfillDefect] = []
    bounds: tuple[tuple[Literal["start", "end"], str], ...] = (("start", range_start), ("end", range_end))
    for bound, key in bounds:
        if key not in definition.keys:
            close = nearest(key, definition.keys)
            hint = f'; did you mean "{close}"?' if close else ""
            reason = f'"{key}" is not one of the partition keys{hint}'
            defects.append(BackfillDefect("unknown_key", bound, reason))
    if not defects and definition.keys.index(range_start) > definition.keys.index(range_end):
        defects.append(_reversed(range_start, range_end))
    return tuple(defects)


def _check_multi_range(
    range_start: str, range_end: str, definition: Multi, now: datetime
) -> tuple[BackfillDefect, ...]:
    dimensions = definition.ordered
    starts, ends = range_start.split("|"), range_end.split("|")
    defects: list[BackfillDefect] = []
    names = " and ".join(f'"{name}"' for name, _ in dimensions)
    bounds: tuple[tuple[Literal["start", "end"], str, list[str]], ...] = (
        ("start", range_start, starts),
        ("end", range_end, ends),
    )
    for bound, key, parts in bounds:
        if len(parts) != len(dimensions):
            example = "|".join(_example(dimension, now) for _, dimension in dimensions)
            reason = f'"{key}" must hold a key of {names}, written like "{example}"'
            defects.append(BackfillDefect("wrong_form", bound, reason))
    if defects:
        return tuple(defects)
    for (name, dimension), start, end in zip(dimensions, starts, ends, strict=True):
        defects.extend(
            defect._replace(reason=f'in dimension "{name}", {defect.reason}')
            for defect in check_backfill(start, end, dimension, now)
        )
    return tuple(defects)


def _example(definition: TimeWindow | Static | Dynamic, now: datetime) -> str:
    if isinstance(definition, Static):
        return definition.keys[0] if definition.keys else "key"
    if isinstance(definition, TimeWindow):
        try:
            keys = window_keys(definition.start, definition.cron, definition.zone, definition.end, definition.fmt, now)
        except ValueError:
            return definition.start
        return keys.first or definition.start
    return "key"


def _reversed(range_start: str, range_end: str) -> BackfillDefect:
    return BackfillDefect("reversed", "end", f'it ends at "{range_end}", before it starts at "{range_start}"')
