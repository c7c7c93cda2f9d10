"""Partition sets of floe.yaml as Dagster's partition definitions."""

from __future__ import annotations

from typing import Any

import dagster as dg

from floe_lint.dagster.cron.check_cron import canonical_cron
from floe_lint.dagster.partitions.validity import infer_fmt, read_moment
from floe_lint.dagster.zones import canonical_zone
from floe_lint.format.floe_yaml import Dimension

Partitions = dg.PartitionsDefinition[Any]


def partitions_definition(partitions: Dimension) -> Partitions:
    """The definition of a partition set. Equal sets give equal definitions, so jobs may span their names."""
    if partitions.type == "static":
        return dg.StaticPartitionsDefinition([key for key in partitions.partition_keys if key is not None])
    if partitions.type == "dynamic":
        return dg.DynamicPartitionsDefinition(name=partitions.name)
    if partitions.type == "multi":
        return dg.MultiPartitionsDefinition(
            {dimension.name: partitions_definition(dimension) for dimension in partitions.dimensions}
        )
    window = partitions.window
    assert window is not None
    assert window.cron_schedule is not None
    cron = canonical_cron(window.cron_schedule)
    zone = canonical_zone(window.timezone or "UTC")
    fmt = window.fmt or infer_fmt(cron)

    def moment(text: str | None) -> Any:
        # Dagster puts the zone of the definition on a naive time.
        found = None if text is None else read_moment(text, fmt, zone)
        return None if found is None else found.replace(tzinfo=None)

    return dg.TimeWindowPartitionsDefinition(
        start=moment(window.start), end=moment(window.end), cron_schedule=cron, timezone=zone, fmt=fmt
    )
