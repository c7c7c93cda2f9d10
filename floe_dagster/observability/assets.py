"""Observing one asset: a span around it, START before it, COMPLETE or FAIL after it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime, timezone
from typing import Any

from floe_dagster.observability.config import ObservabilityConfig, bound
from floe_dagster.observability.lineage import LineageEvent, State, emit
from floe_dagster.observability.quiet import quietly
from floe_dagster.observability.step import TracedStep, step_of
from floe_dagster.observability.traces import start_span


class StepOutcome:
    """What the observed code reports about itself: ``metadata`` of its result, set before the block ends."""

    def __init__(self) -> None:
        self.metadata: Mapping[str, Any] = {}


@contextmanager
def observing(
    context: Any,
    inputs: Sequence[str] = (),
    outputs: Sequence[str] = (),
    config: ObservabilityConfig | None = None,
) -> Iterator[StepOutcome]:
    """Observe the block as the step that ``context`` (Dagster's) stands for.

    Emits a span named after the asset, which is the current span within the block, and OpenLineage events
    with ``inputs`` and ``outputs`` (table names). Exceptions pass through unchanged. Outside of a run, as in
    a unit test that calls an asset directly, nothing is emitted.
    """
    outcome = StepOutcome()
    plan = config or bound()
    step: TracedStep | None = None
    with quietly("describe the step"):
        step = step_of(context)
    if step is None:
        yield outcome
        return

    def tell(state: State, error: BaseException | None = None) -> None:
        if not plan.lineage:
            return
        with quietly("emit lineage"):
            emit(
                plan,
                LineageEvent(
                    state=state,
                    when=datetime.now(timezone.utc),
                    step=step,
                    name=step.name,
                    integration="DAGSTER",
                    inputs=tuple(inputs),
                    outputs=tuple(outputs),
                    error=None if error is None else f"{type(error).__name__}: {error}",
                    rows=_rows(outcome.metadata) if state == "COMPLETE" else None,
                ),
            )

    with ExitStack() as stack:
        span = None
        if plan.traces:
            with quietly("start a span"):
                from opentelemetry.trace import use_span

                span = start_span(
                    plan,
                    step,
                    step.name,
                    {"dagster.asset": step.name, "floe.inputs": list(inputs), "floe.outputs": list(outputs)},
                )
                stack.enter_context(
                    use_span(span, end_on_exit=False, record_exception=False, set_status_on_exception=False)
                )
        tell("START")
        try:
            yield outcome
        except BaseException as error:
            _end(span, error, outcome)
            tell("FAIL", error)
            raise
        _end(span, None, outcome)
        tell("COMPLETE")


def _end(span: Any, error: BaseException | None, outcome: StepOutcome) -> None:
    if span is None:
        return
    with quietly("end a span"):
        from opentelemetry.trace import Status, StatusCode

        if error is None:
            for key, value in outcome.metadata.items():
                if isinstance(value, bool | int | float | str):
                    span.set_attribute(f"floe.metadata.{key}", value)
            span.set_status(Status(StatusCode.OK))
        else:
            span.record_exception(error)
            span.set_status(Status(StatusCode.ERROR, f"{type(error).__name__}: {error}"))
    with quietly("end a span"):
        span.end()


def _rows(metadata: Mapping[str, Any]) -> int | None:
    """The number of rows an asset says it wrote, under the names the quickstart and Dagster use."""
    for key in ("rows", "validated_rows", "dagster/row_count", "num_rows"):
        value = metadata.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None
