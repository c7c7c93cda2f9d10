"""Which partitions a tick of a schedule or a sensor runs."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import dagster as dg
from dagster._core.definitions.partitions.context import partition_loading_context

Selector = Literal["latest", "all"]


def job_partitions(repository: Any, job: str) -> dg.PartitionsDefinition[Any] | None:
    """The partitions of a job as Dagster resolved them, or ``None`` where it is not partitioned."""
    definition = repository.get_job(job)
    found: dg.PartitionsDefinition[Any] | None = definition.partitions_def
    if found is None:
        layer = definition.asset_layer
        sets = {layer.get(key).partitions_def for key in layer.selected_asset_keys if layer.get(key).partitions_def}
        found = next(iter(sets)) if len(sets) == 1 else None
    return found


def chosen_partitions(
    partitions: dg.PartitionsDefinition[Any], selector: Selector, at: datetime, instance: dg.DagsterInstance
) -> list[str]:
    """The keys that exist at ``at`` and that the selector means, in order.

    ``latest`` is the newest window of every time dimension, with every key of another one; without a time
    dimension the last key.
    """
    with partition_loading_context(effective_dt=at, dynamic_partitions_store=instance):
        if selector == "all":
            return list(partitions.get_partition_keys())
        if isinstance(partitions, dg.MultiPartitionsDefinition):
            return _latest_of_multi(partitions)
        last = partitions.get_last_partition_key()
        return [] if last is None else [last]


def _latest_of_multi(partitions: dg.MultiPartitionsDefinition) -> list[str]:
    newest: dict[str, str] = {}
    for dimension in partitions.partitions_defs:
        if isinstance(dimension.partitions_def, dg.TimeWindowPartitionsDefinition):
            window = dimension.partitions_def.get_last_partition_key()
            if window is None:
                return []
            newest[dimension.name] = window
    for name, window in newest.items():
        keys = partitions.get_multipartition_keys_with_dimension_value(name, window)
        return [str(key) for key in keys if newest.items() <= key.keys_by_dimension.items()]
    last = partitions.get_last_partition_key()
    return [] if last is None else [str(last)]
