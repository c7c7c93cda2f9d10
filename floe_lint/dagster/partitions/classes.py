"""Which partitions differ for Dagster whatever their keys, told by the classes that make them.

A definition is equal to another of its own class only, but that ``HourlyPartitionsDefinition`` and its like are
``TimeWindowPartitionsDefinition`` of one cron, and equal to one that is given the same.
"""

from __future__ import annotations

from floe_lint.dagster.partitions.definitions import Definition, Dynamic, Multi, Static, TimeWindow

_TIME_WINDOWS = "Hourly", "Daily", "Weekly", "Monthly"
_SORTS = {
    **{f"{often}PartitionsDefinition": often for often in _TIME_WINDOWS},
    "TimeWindowPartitionsDefinition": "time window",
    "StaticPartitionsDefinition": "static",
    "DynamicPartitionsDefinition": "dynamic",
    "MultiPartitionsDefinition": "multi",
}
_SORT_OF: dict[type, str] = {TimeWindow: "time window", Static: "static", Dynamic: "dynamic", Multi: "multi"}


def sort_of_class(name: str | None) -> str | None:
    """The sort of partitions that a class of Dagster's makes; ``None`` for any other class."""
    return _SORTS.get(name or "")


def sort_of(definition: Definition) -> str:
    """The sort of partitions that a definition describes."""
    return _SORT_OF[type(definition)]


def sorts_differ(one: str | None, other: str | None) -> bool:
    """Whether partitions of two sorts are certainly different for Dagster; ``None`` is a sort that is not known."""
    if one is None or other is None or one == other:
        return False
    return "time window" not in (one, other) or not {one, other} <= {"time window", *_TIME_WINDOWS}
