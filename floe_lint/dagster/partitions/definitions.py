"""Partition definitions as plain values."""

from __future__ import annotations

from floe_lint.kernel.records import NamedTuple


class TimeWindow(NamedTuple):
    """Partitions by time: ``start`` and ``end`` (exclusive) as written, ``fmt`` ``None`` to infer it."""

    start: str
    cron: str
    zone: str = "UTC"
    end: str | None = None
    fmt: str | None = None


class Static(NamedTuple):
    """A fixed list of partition keys."""

    keys: tuple[str, ...]


class Dynamic(NamedTuple):
    """Partitions that are added at run time, under the name of the set."""

    name: str


class Multi(NamedTuple):
    """The product of two dimensions, as (name, definition) in any order: Dagster sorts them by name."""

    dimensions: tuple[tuple[str, TimeWindow | Static | Dynamic], ...]

    @property
    def ordered(self) -> tuple[tuple[str, TimeWindow | Static | Dynamic], ...]:
        """The dimensions in the order in which their keys stand in a multi key (``2024-01-01|us``)."""
        return tuple(sorted(self.dimensions, key=lambda dimension: dimension[0]))


Definition = TimeWindow | Static | Dynamic | Multi
