"""When Dagster takes two definitions of partitions for equal: by what they are made of, whatever made them.

``DailyPartitionsDefinition("2024-01-01")`` equals the ``TimeWindowPartitionsDefinition`` with the cron ``0 0 * * *``;
``@daily`` is another cron for Dagster, and ``Etc/UTC`` another zone than ``UTC``. A declared definition is
spelled in one way (``canonical_cron``, ``canonical_zone``, the inferred ``fmt``).
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from datetime import datetime
from typing import Any, Literal

from floe_lint.dagster.partitions.definitions import Definition, Dynamic, Static, TimeWindow
from floe_lint.kernel.records import NamedTuple


class Identity(NamedTuple):
    """What definitions of partitions are compared by, as far as it is known.

    ``fields`` are pairs of a name, as a message has it, and a value; what is not known is left out. ``made_by`` is
    Dagster's class, where Python code makes the partitions.
    """

    kind: Literal["time window", "static", "dynamic", "multi"]
    fields: tuple[tuple[str, Hashable], ...]
    made_by: str | None = None


def difference(one: Identity, other: Identity) -> str | None:
    """In what two definitions certainly differ: the name of a field, or ``kind``; ``None`` where they may be equal."""
    if one.kind != other.kind:
        return "kind"
    theirs = dict(other.fields)
    for name, value in one.fields:
        if name in theirs and _differ(value, theirs[name]):
            return name
    return None


def _differ(one: Hashable, other: Hashable) -> bool:
    if isinstance(one, Identity) and isinstance(other, Identity):
        return difference(one, other) is not None
    return one != other


def identity_of(definition: Definition) -> Identity:
    """The identity of a declared definition."""
    if isinstance(definition, TimeWindow):
        from floe_lint.dagster.cron.grammar import canonical_cron
        from floe_lint.dagster.partitions.window_keys import infer_fmt, read_moment
        from floe_lint.dagster.zones import canonical_zone

        start, end = (
            text if moment is None else moment.timestamp()
            for text in (definition.start, definition.end)
            for moment in [None if text is None else read_moment(text, definition.fmt, definition.zone)]
        )
        return _window(
            canonical_cron(definition.cron),
            canonical_zone(definition.zone),
            start,
            end,
            definition.fmt or infer_fmt(definition.cron),
        )
    if isinstance(definition, Static):
        return Identity("static", _static(list(definition.keys)))
    if isinstance(definition, Dynamic):
        return Identity("dynamic", (("name", definition.name),))
    return _multi({name: identity_of(dimension) for name, dimension in definition.ordered})


def _static(keys: Any) -> tuple[tuple[str, Hashable], ...]:
    # A list and a tuple of the same keys are not equal for Dagster.
    return (
        ("keys", frozenset(keys)),
        ("order of keys", tuple(keys)),
        ("type of the sequence of keys", type(keys).__name__),
    )


def _window(cron: Hashable, zone: Hashable, start: Hashable, end: Hashable, fmt: Hashable) -> Identity:
    fields = ("cron", cron), ("time zone", zone), ("start", start), ("end", end), ("format of keys", fmt)
    return Identity("time window", (*fields, ("end offset", 0), ("exclusions", ())))


def _multi(dimensions: Mapping[str, Identity | None]) -> Identity:
    known = ((f'dimension "{name}"', identity) for name, identity in dimensions.items() if identity is not None)
    return Identity("multi", (("names of dimensions", tuple(sorted(dimensions))), *known))


# ---- what Python code makes

_OFTEN = {"Hourly": "{0} * * * *", "Daily": "{0} {1} * * *", "Weekly": "{0} {1} * * {2}", "Monthly": "{0} {1} {2} * *"}
"""The crons of Dagster's classes (``cron_schedule_from_schedule_type_and_offsets``), by minute, hour and day."""

_BY_HOUR = "start_date", "end_date", "minute_offset", "timezone", "fmt", "end_offset", "exclusions"
_BY_DAY = "start_date", "end_date", "minute_offset", "hour_offset", "timezone", "fmt", "end_offset", "exclusions"
_BY_DATE = (*_BY_DAY[:4], "day_offset", *_BY_DAY[4:])

PARAMETERS: Mapping[str, tuple[str, ...]] = {
    "HourlyPartitionsDefinition": _BY_HOUR,
    "DailyPartitionsDefinition": _BY_DAY,
    "WeeklyPartitionsDefinition": _BY_DATE,
    "MonthlyPartitionsDefinition": _BY_DATE,
    "TimeWindowPartitionsDefinition": (
        *("start", "fmt", "end", "schedule_type", "timezone", "end_offset"),
        *("minute_offset", "hour_offset", "day_offset", "cron_schedule", "exclusions"),
    ),
    "StaticPartitionsDefinition": ("partition_keys",),
    "DynamicPartitionsDefinition": ("partition_fn", "name"),
    "MultiPartitionsDefinition": ("partitions_defs",),
}
"""Dagster's classes of partitions, with the parameters of each in order."""


class Given(NamedTuple):
    """The arguments of a call by parameter. ``hidden`` are those of which only running the code would tell the value.

    Texts, numbers, lists, dicts and ``None`` are themselves, a ``datetime`` is one, and partitions are an identity,
    ``None`` in a dict where theirs is not known.
    """

    values: Mapping[str, Any]
    hidden: frozenset[str]

    def known(self, *names: str) -> bool:
        """Whether these are known, be it that they are not given."""
        return self.hidden.isdisjoint(names)


def identity_of_call(made_by: str, given: Given) -> Identity:
    """The identity of what a call of one of Dagster's classes makes; without what Dagster refuses or is not known."""
    values = given.values
    fields: dict[str, Hashable] = {}
    if made_by == "StaticPartitionsDefinition":
        keys = values.get("partition_keys")
        known = isinstance(keys, (list, tuple)) and all(isinstance(key, str) for key in keys)
        return Identity("static", _static(keys) if known else (), made_by)
    if made_by == "DynamicPartitionsDefinition":
        if given.known("name") and values.get("name") is not None:
            fields["name"] = values["name"]
        return Identity("dynamic", tuple(fields.items()), made_by)
    if made_by == "MultiPartitionsDefinition":
        dimensions = values.get("partitions_defs")
        known = isinstance(dimensions, dict) and all(isinstance(name, str) for name in dimensions)
        return Identity("multi", _multi(dimensions).fields if known and dimensions else (), made_by)
    return Identity("time window", tuple(_fields_of_window(made_by, given).items()), made_by)


def _fields_of_window(made_by: str, given: Given) -> dict[str, Hashable]:
    values = given.values
    fields: dict[str, Hashable] = {}
    often = made_by.removesuffix("PartitionsDefinition")
    is_own = often not in _OFTEN
    if is_own:
        if given.known("cron_schedule") and isinstance(values.get("cron_schedule"), str):
            fields["cron"] = values["cron_schedule"]
    elif given.known("minute_offset", "hour_offset", "day_offset"):
        first = 1 if often == "Monthly" else 0
        offsets = values.get("minute_offset") or 0, values.get("hour_offset") or 0, values.get("day_offset") or first
        fields["cron"] = _OFTEN[often].format(*offsets)
    zone = (values.get("timezone") or "UTC") if given.known("timezone") else None
    if isinstance(zone, str):
        fields["time zone"] = zone
    default = None if is_own else "%Y-%m-%d-%H:%M" if often == "Hourly" else "%Y-%m-%d"
    fmt = (values.get("fmt") or default) if given.known("fmt") else None
    if isinstance(fmt, str):
        fields["format of keys"] = fmt
    for name in ("start", "end"):
        parameter = name if is_own else f"{name}_date"
        moment = _moment(values.get(parameter), zone, fmt) if given.known(parameter) else None
        if moment is not None:
            fields[name] = moment
        elif name == "end" and given.known(parameter) and not values.get(parameter):
            fields[name] = None
    offset = values.get("end_offset", 0)
    if given.known("end_offset") and type(offset) is int:
        fields["end offset"] = offset
    exclusions = values.get("exclusions") or ()
    known = given.known("exclusions") and isinstance(exclusions, (list, tuple))
    if known and all(isinstance(one, str) for one in exclusions):
        fields["exclusions"] = tuple(exclusions)
    return fields


def _moment(value: Any, zone: Any, fmt: Any) -> float | None:
    """A ``start`` or ``end`` as Dagster reads it: text in the format of keys, or a time of the zone's clocks."""
    from floe_lint.dagster.partitions.window_keys import read_key
    from floe_lint.dagster.zones import load_zone

    tz = load_zone(zone) if isinstance(zone, str) else None
    if tz is None:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=tz).timestamp()
    moment = read_key(value, fmt, tz) if isinstance(value, str) and isinstance(fmt, str) else None
    return None if moment is None else moment.timestamp()
