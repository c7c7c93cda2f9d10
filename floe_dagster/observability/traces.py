"""Spans: one trace per run, whose id is the run's, however many processes take part.

Spans go to an OTLP collector over HTTP where the platform names one, else to ``.floe/traces/<run id>.jsonl``.
"""

from __future__ import annotations

import contextvars
import functools
import logging
import os
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floe_dagster.observability.breaker import Breaker
from floe_dagster.observability.config import ObservabilityConfig, traces_url
from floe_dagster.observability.files import append_lines
from floe_dagster.observability.outbox import THREAD_PREFIX, Outbox
from floe_dagster.observability.quiet import quietly
from floe_dagster.observability.step import TracedStep, trace_id

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import Span, Tracer

_run: contextvars.ContextVar[str] = contextvars.ContextVar("floe_run")


def start_span(
    config: ObservabilityConfig,
    step: TracedStep,
    name: str,
    attributes: Mapping[str, Any],
    start_ns: int | None = None,
) -> Span:
    """Start a span of the step's run: below the span that is current if that belongs to the same run.

    ``start_ns`` is in nanoseconds since 1970 (None: now). The caller ends the span.
    """
    from opentelemetry import trace
    from opentelemetry.context import Context

    current = trace.get_current_span()
    same_run = current.get_span_context().trace_id == trace_id(step.run_id)
    parent = trace.set_span_in_context(current) if same_run else Context()
    everything = {
        **dict(config.attributes),
        "dagster.run_id": step.run_id,
        "dagster.job": step.job,
        "dagster.partition": step.partition,
        "dagster.attempt": step.attempt,
        **attributes,
    }
    token = _run.set(step.run_id)
    try:
        return _tracer(config, os.getpid()).start_span(
            name,
            context=parent,
            start_time=start_ns,
            attributes={key: value for key, value in everything.items() if value is not None},
        )
    finally:
        _run.reset(token)


@functools.lru_cache(maxsize=16)
def _tracer(config: ObservabilityConfig, process: int) -> Tracer:  # noqa: ARG001  a forked child needs its own
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
    from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator

    class RunIds(IdGenerator):
        """Random span ids; the trace id is the run's."""

        _random = RandomIdGenerator()

        def generate_span_id(self) -> int:
            return self._random.generate_span_id()

        def generate_trace_id(self) -> int:
            return trace_id(_run.get())

    class Ended(SpanProcessor):
        """Hands every span that ended to ``take``."""

        def __init__(self, take: Callable[[ReadableSpan], None]) -> None:
            self._take = take

        def on_end(self, span: ReadableSpan) -> None:
            with quietly("hand over a span"):
                self._take(span)

    service = {"service.name": config.namespace}
    if config.version is not None:
        service["service.version"] = config.version
    # A provider of our own: the global one belongs to the user's code.
    provider = TracerProvider(
        resource=Resource.create(service),
        id_generator=RunIds(),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(Ended(_take(config)))
    return provider.get_tracer("floe_dagster")


def _take(config: ObservabilityConfig) -> Callable[[ReadableSpan], None]:
    folder = Path(config.directory) / "traces"

    def to_files(spans: Sequence[ReadableSpan]) -> None:
        for span in spans:
            append_lines(folder / f"{_run_of(span)}.jsonl", [span.to_json(indent=None)])

    if not config.otlp_endpoint:
        return lambda span: to_files([span])
    return Outbox("traces", _sender(config, folder, to_files), to_files, config.timeout + 0.5).put


def _sender(
    config: ObservabilityConfig, folder: Path, to_files: Callable[[Sequence[ReadableSpan]], None]
) -> Callable[[list[ReadableSpan]], None]:
    url = traces_url(str(config.otlp_endpoint))
    breaker = Breaker(url, folder)

    @functools.cache
    def exporter() -> Any:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

        _silence_exporter()
        return OTLPSpanExporter(endpoint=url, headers=config.resolved_headers(), timeout=config.timeout)

    def send(spans: list[ReadableSpan]) -> None:
        if breaker.is_open():
            to_files(spans)
            return
        from opentelemetry.context import _SUPPRESS_INSTRUMENTATION_KEY, attach, detach, set_value
        from opentelemetry.sdk.trace.export import SpanExportResult

        # Where the user's code traces HTTP calls, ours are not meant.
        token = attach(set_value(_SUPPRESS_INSTRUMENTATION_KEY, True))
        try:
            sent = exporter().export(spans) is SpanExportResult.SUCCESS
        except Exception:
            sent = False
        finally:
            detach(token)
        if sent:
            return
        breaker.trip()
        to_files(spans)

    return send


def _run_of(span: ReadableSpan) -> str:
    run = (span.attributes or {}).get("dagster.run_id")
    return str(run or uuid.UUID(int=span.context.trace_id if span.context else 0))


@functools.cache
def _silence_exporter() -> None:
    """The exporter complains of every batch; the breaker says it once. Only our own threads are silenced."""

    def foreign(record: logging.LogRecord) -> bool:  # noqa: ARG001
        return not threading.current_thread().name.startswith(THREAD_PREFIX)

    logging.getLogger("opentelemetry.exporter.otlp.proto.http.trace_exporter").addFilter(foreign)
