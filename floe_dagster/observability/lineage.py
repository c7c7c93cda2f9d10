"""Lineage: OpenLineage run events, to an HTTP endpoint or to ``.floe/lineage/<run id>.jsonl``.

The model is https://openlineage.io/spec/2-0-2/OpenLineage.json: an asset or dbt model is a job, one attempt
to make it is a run of that job, and the Dagster run is the parent.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from urllib.parse import urlsplit

from floe_dagster.observability.breaker import Breaker
from floe_dagster.observability.config import ObservabilityConfig
from floe_dagster.observability.files import append_lines
from floe_dagster.observability.outbox import Outbox
from floe_dagster.observability.step import TracedStep, lineage_run_id, parent_run_id

if TYPE_CHECKING:
    from openlineage.client.event_v2 import RunEvent

PRODUCER = "urn:floe-lint:floe_dagster"
State = Literal["START", "COMPLETE", "FAIL"]


class LineageEvent(NamedTuple):
    """What happened to one asset or dbt model, before it is put into OpenLineage's classes.

    ``when`` is aware of its time zone; ``inputs`` and ``outputs`` are table names; ``rows`` is how many rows
    the first output got.
    """

    state: State
    when: datetime
    step: TracedStep
    name: str
    integration: Literal["DAGSTER", "DBT"]
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    error: str | None = None
    rows: int | None = None


def emit(config: ObservabilityConfig, event: LineageEvent) -> None:
    """Write the event to its file, or hand it to the thread that posts it. Does not wait for the network."""
    _emitter(config, os.getpid())(event)


def lineage_url(endpoint: str) -> tuple[str, str]:
    """The server and the path that events are posted to, for a ``lineage_endpoint`` as people write it.

    Without a path that ends in ``lineage``, ``/api/v1/lineage`` is added: what Marquez and the others listen
    at.
    """
    parts = urlsplit(endpoint if "://" in endpoint else f"http://{endpoint}")
    path = parts.path.strip("/")
    if not path.endswith("lineage"):
        path = f"{path}/api/v1/lineage".lstrip("/")
    return f"{parts.scheme}://{parts.netloc}", path


def build_event(config: ObservabilityConfig, event: LineageEvent) -> RunEvent:
    """The event in OpenLineage's classes."""
    from openlineage.client.event_v2 import InputDataset, Job, OutputDataset, Run, RunEvent, RunState
    from openlineage.client.facet_v2 import (
        error_message_run,
        job_type_job,
        output_statistics_output_dataset,
        parent_run,
    )

    facets: dict[str, Any] = {
        "parent": parent_run.ParentRunFacet(
            run=parent_run.Run(runId=parent_run_id(event.step.run_id)),
            job=parent_run.Job(namespace=config.namespace, name=event.step.job),
        )
    }
    if event.error is not None:
        facets["errorMessage"] = error_message_run.ErrorMessageRunFacet(
            message=event.error, programmingLanguage="SQL" if event.integration == "DBT" else "PYTHON"
        )
    statistics: dict[str, Any] = {}
    if event.rows is not None:
        statistics["outputStatistics"] = output_statistics_output_dataset.OutputStatisticsOutputDatasetFacet(
            rowCount=event.rows
        )
    return RunEvent(
        eventType=RunState[event.state],
        eventTime=event.when.isoformat(),
        run=Run(runId=lineage_run_id(event.step, event.name), facets=facets),
        job=Job(
            namespace=config.namespace,
            name=event.name,
            facets={
                "jobType": job_type_job.JobTypeJobFacet(
                    processingType="BATCH",
                    integration=event.integration,
                    jobType="ASSET" if event.integration == "DAGSTER" else "MODEL",
                )
            },
        ),
        inputs=[InputDataset(namespace=config.namespace, name=name) for name in event.inputs],
        outputs=[
            OutputDataset(namespace=config.namespace, name=name, outputFacets=statistics if number == 0 else {})
            for number, name in enumerate(event.outputs)
        ],
        producer=PRODUCER,
    )


@functools.lru_cache(maxsize=16)
def _emitter(config: ObservabilityConfig, process: int) -> Callable[[LineageEvent], None]:  # noqa: ARG001
    folder = Path(config.directory) / "lineage"

    def to_files(events: list[LineageEvent]) -> None:
        from openlineage.client.serde import Serde

        for event in events:
            line = Serde.to_json(build_event(config, event))
            append_lines(folder / f"{event.step.run_id}.jsonl", [line])

    if not config.lineage_endpoint:
        return lambda event: to_files([event])
    return Outbox("lineage", _sender(config, folder, to_files), to_files, config.timeout + 0.5).put


def _sender(
    config: ObservabilityConfig, folder: Path, to_files: Callable[[list[LineageEvent]], None]
) -> Callable[[list[LineageEvent]], None]:
    server, path = lineage_url(str(config.lineage_endpoint))
    breaker = Breaker(f"{server}/{path}", folder)

    @functools.cache
    def transport() -> Any:
        from openlineage.client.transport.http import HttpConfig, HttpTransport

        return HttpTransport(
            HttpConfig(
                url=server,
                endpoint=path,
                timeout=config.timeout,
                custom_headers=config.resolved_headers(),
                retry={"total": 0, "connect": 0, "read": 0},
            )
        )

    def send(events: list[LineageEvent]) -> None:
        import requests

        for number, event in enumerate(events):
            if breaker.is_open():
                to_files(events[number:])
                return
            try:
                transport().emit(build_event(config, event))
            except (requests.ConnectionError, requests.Timeout):
                breaker.trip()
                to_files(events[number:])
                return
            except Exception:
                # The server is there and refused this one event, or it cannot be sent: keep it.
                to_files([event])

    return send
