"""Spans and lineage of dbt models, from what dbt writes about a run."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from floe_dagster.observability.config import ObservabilityConfig, bound
from floe_dagster.observability.lineage import LineageEvent, emit
from floe_dagster.observability.quiet import quietly
from floe_dagster.observability.step import TracedStep, step_of
from floe_dagster.observability.traces import start_span

_DATA = ("model", "seed", "snapshot")
_FAILED = ("error", "fail", "runtime error", "partial success")
_NOT_RUN = ("skipped", "no-op", "reused")


def emit_dbt_results(
    run_results: Mapping[str, Any] | str | os.PathLike[str],
    manifest: Mapping[str, Any] | str | os.PathLike[str],
    context: Any,
    config: ObservabilityConfig | None = None,
) -> None:
    """Emit spans and lineage for what ``run_results.json`` tells.

    Every node gets a span; every model, seed and snapshot that ran gets lineage events. dbt writes the file
    for failed runs too, so call this in ``finally``. Both arguments are the parsed JSON or a path to it;
    ``context`` is Dagster's execution context of the step. Spans carry dbt's own times and status, and lie
    below the current span. Datasets are ``schema.name`` for models and ``source.table`` for sources, as in
    the ``inputs`` and ``outputs`` of Python assets. Never raises.
    """
    with quietly("emit dbt results"):
        step = step_of(context)
        if step is None:
            return
        plan = config or bound()
        results, nodes = _loaded(run_results), _Nodes(_loaded(manifest))
        written = _time(results.get("metadata", {}).get("generated_at")) or datetime.now(timezone.utc)
        for result in results.get("results") or ():
            with quietly("emit a dbt result"):
                _emit_one(plan, step, nodes, result, written)


def _emit_one(
    plan: ObservabilityConfig, step: TracedStep, nodes: _Nodes, result: Mapping[str, Any], written: datetime
) -> None:
    unique_id, status = str(result["unique_id"]), str(result.get("status"))
    node = nodes.get(unique_id)
    kind = str(node.get("resource_type") or unique_id.split(".", 1)[0])
    name = str(node.get("name") or unique_id.rsplit(".", 1)[-1])
    start, end = _times(result, written)
    message = str(result.get("message") or status) if status in _FAILED else None
    rows = (result.get("adapter_response") or {}).get("rows_affected")
    rows = rows if isinstance(rows, int) and rows >= 0 else None
    if plan.traces:
        with quietly("emit a dbt span"):
            from opentelemetry.trace import Status, StatusCode

            span = start_span(
                plan,
                step,
                name,
                {
                    "dbt.unique_id": unique_id,
                    "dbt.resource_type": kind,
                    "dbt.status": status,
                    "dbt.materialized": (node.get("config") or {}).get("materialized"),
                    "dbt.rows_affected": rows,
                    "dbt.failures": result.get("failures"),
                },
                _nanoseconds(start),
            )
            if message is not None:
                span.set_status(Status(StatusCode.ERROR, message))
            elif status not in _NOT_RUN:
                span.set_status(Status(StatusCode.OK))
            span.end(_nanoseconds(end))
    if not plan.lineage or kind not in _DATA or status in _NOT_RUN:
        return
    inputs, outputs = nodes.inputs(unique_id), nodes.outputs(unique_id)
    for state, when in (("START", start), ("FAIL" if message is not None else "COMPLETE", end)):
        emit(
            plan,
            LineageEvent(
                state=state,  # type: ignore[arg-type]
                when=when,
                step=step,
                name=name,
                integration="DBT",
                inputs=inputs,
                outputs=outputs,
                error=message if state == "FAIL" else None,
                rows=rows if state == "COMPLETE" else None,
            ),
        )


class _Nodes:
    """The nodes and sources of a manifest, and the tables they stand for."""

    def __init__(self, manifest: Mapping[str, Any]) -> None:
        self._nodes = {**(manifest.get("nodes") or {}), **(manifest.get("sources") or {})}

    def get(self, unique_id: str) -> Mapping[str, Any]:
        node: Mapping[str, Any] = self._nodes.get(unique_id) or {}
        return node

    def inputs(self, unique_id: str) -> tuple[str, ...]:
        """The tables that a node reads; those of an ephemeral model are what that one reads."""
        return tuple(dict.fromkeys(self._read_by(unique_id, {unique_id})))

    def outputs(self, unique_id: str) -> tuple[str, ...]:
        node = self.get(unique_id)
        return () if self._ephemeral(node) else (_table(node),)

    def _read_by(self, unique_id: str, seen: set[str]) -> Iterator[str]:
        for upstream in (self.get(unique_id).get("depends_on") or {}).get("nodes") or ():
            node = self.get(upstream)
            if upstream in seen or not node or node.get("resource_type") not in (*_DATA, "source"):
                continue
            seen.add(upstream)
            if self._ephemeral(node):
                yield from self._read_by(upstream, seen)
            else:
                yield _table(node)

    @staticmethod
    def _ephemeral(node: Mapping[str, Any]) -> bool:
        return bool((node.get("config") or {}).get("materialized") == "ephemeral")


def _table(node: Mapping[str, Any]) -> str:
    if node.get("resource_type") == "source":
        return f"{node['source_name']}.{node['name']}"
    return f"{node.get('schema')}.{node.get('alias') or node.get('name')}"


def _times(result: Mapping[str, Any], written: datetime) -> tuple[datetime, datetime]:
    """When the node began and ended; for one that never ran, the end of the whole run."""
    timing = result.get("timing") or ()
    starts = [moment for part in timing if (moment := _time(part.get("started_at")))]
    ends = [moment for part in timing if (moment := _time(part.get("completed_at")))]
    end = max(ends, default=None) or written
    start = min(starts, default=None) or end - timedelta(seconds=float(result.get("execution_time") or 0))
    return start, max(start, end)


def _time(text: Any) -> datetime | None:
    """dbt's UTC times, ``2024-01-02T03:04:05.678901Z``; Python 3.10 does not read the ``Z``."""
    if not isinstance(text, str):
        return None
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _nanoseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(microseconds=1) * 1000


def _loaded(data: Mapping[str, Any] | str | os.PathLike[str]) -> Mapping[str, Any]:
    if isinstance(data, Mapping):
        return data
    loaded: Mapping[str, Any] = json.loads(Path(data).read_bytes())
    return loaded
