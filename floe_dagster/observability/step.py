"""What is known of the step that runs, and the ids that tie its spans and events across processes."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any, NamedTuple

_NAMESPACE = uuid.UUID("6f1c5f0e-6d3b-5f0a-9a58-0d3c1f3c7b11")


class TracedStep(NamedTuple):
    """One attempt of one step of one run. ``partition`` is a partition key or a range of them."""

    run_id: str
    job: str
    name: str
    partition: str | None = None
    attempt: int = 0


def step_of(context: Any) -> TracedStep | None:
    """The step of a Dagster execution context, or None where no run is behind it (a direct call)."""
    from dagster import AssetExecutionContext, OpExecutionContext

    if not isinstance(context, AssetExecutionContext | OpExecutionContext):
        return None
    operation = context.op_execution_context if isinstance(context, AssetExecutionContext) else context
    keys = sorted(operation.selected_asset_keys) if operation.has_assets_def else []
    name = "/".join(keys[0].path) if len(keys) == 1 else operation.op.name
    partition = None
    if operation.has_partition_key:
        partition = str(operation.partition_key)
    elif operation.has_partition_key_range:
        span = operation.partition_key_range
        partition = f"{span.start}...{span.end}"
    return TracedStep(
        run_id=operation.run_id, job=operation.job_name, name=name, partition=partition, attempt=operation.retry_number
    )


def trace_id(run_id: str) -> int:
    """The 128-bit trace id of a run: the run id itself, which is a UUID, so that one finds the other."""
    try:
        return uuid.UUID(run_id).int
    except ValueError:
        return int.from_bytes(hashlib.sha256(run_id.encode()).digest()[:16], "big")


def lineage_run_id(step: TracedStep, name: str) -> str:
    """The OpenLineage run id of one attempt to make ``name``: a UUID that START and COMPLETE share."""
    return str(uuid.uuid5(_NAMESPACE, "\0".join((step.run_id, name, step.partition or "", str(step.attempt)))))


def parent_run_id(run_id: str) -> str:
    """The run's id as OpenLineage wants it, a UUID."""
    return str(uuid.UUID(int=trace_id(run_id)))
