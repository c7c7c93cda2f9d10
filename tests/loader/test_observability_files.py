"""Spans and lineage in files, the embedded default, from real Dagster runs."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from opentelemetry import trace

from floe_dagster import FloeDefinitions, floe_asset
from floe_dagster.observability import assets, lineage
from floe_dagster.observability.config import ObservabilityConfig, bind, binding, bound, traces_url
from floe_dagster.observability.lineage import lineage_url
from floe_dagster.observability.step import TracedStep, lineage_run_id, parent_run_id, trace_id


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    config = ObservabilityConfig(namespace="shop", directory=str(tmp_path), attributes=(("env", "test"),))
    with binding(config):
        yield tmp_path


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


@floe_asset(inputs=["external.customers"], outputs=["bronze.customers"])
def bronze_customers() -> dict[str, Any]:
    return {"rows": 3, "path": Path("x")}


@floe_asset(inputs=["bronze.customers"], outputs=["gold.customers"], deps=["bronze_customers"])
def broken() -> None:
    raise ValueError("no luck")


def test_one_trace_for_a_run(folder: Path) -> None:
    result = dg.materialize([bronze_customers, broken], raise_on_error=False)
    spans = lines(folder / f"traces/{result.run_id}.jsonl")
    assert [span["name"] for span in spans] == ["bronze_customers", "broken"]
    assert {span["context"]["trace_id"] for span in spans} == {"0x" + uuid.UUID(result.run_id).hex}
    assert len({span["context"]["span_id"] for span in spans}) == 2
    assert [span["parent_id"] for span in spans] == [None, None]
    good, bad = spans
    assert good["attributes"] == {
        "env": "test",
        "dagster.run_id": result.run_id,
        "dagster.job": "__ephemeral_asset_job__",
        "dagster.attempt": 0,
        "dagster.asset": "bronze_customers",
        "floe.inputs": ["external.customers"],
        "floe.outputs": ["bronze.customers"],
        "floe.metadata.rows": 3,
    }
    assert good["resource"]["attributes"]["service.name"] == "shop"
    assert good["status"] == {"status_code": "OK"}
    assert bad["status"] == {"status_code": "ERROR", "description": "ValueError: no luck"}
    assert [event["attributes"]["exception.message"] for event in bad["events"]] == ["no luck"]


def test_lineage_of_a_run(folder: Path) -> None:
    result = dg.materialize([bronze_customers, broken], raise_on_error=False)
    events = lines(folder / f"lineage/{result.run_id}.jsonl")
    assert [(event["job"]["name"], event["eventType"]) for event in events] == [
        ("bronze_customers", "START"),
        ("bronze_customers", "COMPLETE"),
        ("broken", "START"),
        ("broken", "FAIL"),
    ]
    assert {event["job"]["namespace"] for event in events} == {"shop"}
    for event in events:
        parent = event["run"]["facets"]["parent"]
        assert parent["run"]["runId"] == result.run_id
        assert (parent["job"]["namespace"], parent["job"]["name"]) == ("shop", "__ephemeral_asset_job__")
    start, complete, failing_start, fail = events
    assert start["run"]["runId"] == complete["run"]["runId"] != fail["run"]["runId"] == failing_start["run"]["runId"]
    for event in (start, complete):
        assert [(data["namespace"], data["name"]) for data in event["inputs"]] == [("shop", "external.customers")]
        assert [(data["namespace"], data["name"]) for data in event["outputs"]] == [("shop", "bronze.customers")]
    assert complete["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 3
    assert fail["run"]["facets"]["errorMessage"]["message"] == "ValueError: no luck"
    assert "errorMessage" not in complete["run"]["facets"]


def test_retries_and_partitions_are_told_apart(folder: Path) -> None:
    attempts = []

    @floe_asset(partitions_def=dg.StaticPartitionsDefinition(["eu"]), retry_policy=dg.RetryPolicy(max_retries=1))
    def flaky() -> None:
        attempts.append(1)
        if len(attempts) == 1:
            raise OSError("once")

    result = dg.materialize([flaky], partition_key="eu")
    spans = lines(folder / f"traces/{result.run_id}.jsonl")
    assert [(span["attributes"]["dagster.attempt"], span["attributes"]["dagster.partition"]) for span in spans] == [
        (0, "eu"),
        (1, "eu"),
    ]
    events = lines(folder / f"lineage/{result.run_id}.jsonl")
    assert [event["eventType"] for event in events] == ["START", "FAIL", "START", "COMPLETE"]
    assert len({event["run"]["runId"] for event in events}) == 2


@pytest.mark.usefixtures("folder")
def test_the_span_is_current_in_user_code() -> None:
    seen = []

    @floe_asset
    def a() -> None:
        seen.append(trace.get_current_span().get_span_context().trace_id)

    result = dg.materialize([a])
    assert seen == [uuid.UUID(result.run_id).int]
    assert trace.get_current_span().get_span_context().trace_id == 0


def test_what_is_switched_off_is_not_written(tmp_path: Path) -> None:
    with binding(ObservabilityConfig(directory=str(tmp_path), traces=False)):
        result = dg.materialize([bronze_customers])
    assert [path.relative_to(tmp_path) for path in tmp_path.rglob("*.jsonl")] == [
        Path("lineage") / f"{result.run_id}.jsonl"
    ]
    with binding(ObservabilityConfig(directory=str(tmp_path / "other"), lineage=False)):
        result = dg.materialize([bronze_customers])
    assert [path.relative_to(tmp_path) for path in tmp_path.glob("other/**/*.jsonl")] == [
        Path("other/traces") / f"{result.run_id}.jsonl"
    ]


@pytest.mark.parametrize(
    ("sections", "written"),
    [
        ("", True),
        ("governance: {emit_lineage: true}", True),
        ("governance: {classification_source: dbt_meta}", True),
        ("governance: {emit_lineage: false}", False),
        ('governance: {emit_lineage: "${LINEAGE:no}"}', False),
        ("observability: {lineage: false}", False),
        ("governance: {emit_lineage: true}\nobservability: {lineage: false}", False),
        ("governance: {emit_lineage: false}\nobservability: {lineage: true}", False),
    ],
)
def test_either_section_of_floe_yaml_switches_lineage_off(sections: str, written: bool, tmp_path: Path) -> None:
    (tmp_path / "floe.yaml").write_text(f'name: shop\nversion: "1.0.0"\n{sections}\n')
    before = bound()
    try:
        FloeDefinitions.from_compiled_artifacts(floe_file=tmp_path / "floe.yaml")
        result = dg.materialize([bronze_customers])
    finally:
        bind(before)
    floe = tmp_path / ".floe"
    assert (floe / f"lineage/{result.run_id}.jsonl").exists() is written
    assert (floe / f"traces/{result.run_id}.jsonl").exists()


def test_spans_name_the_service_and_its_version(tmp_path: Path) -> None:
    with binding(ObservabilityConfig(namespace="shop", version="1.2.0", directory=str(tmp_path))):
        result = dg.materialize([bronze_customers])
    (span,) = lines(tmp_path / f"traces/{result.run_id}.jsonl")
    resource = span["resource"]["attributes"]
    assert (resource["service.name"], resource["service.version"]) == ("shop", "1.2.0")


def test_direct_calls_leave_no_traces(folder: Path) -> None:
    bronze_customers()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("trouble", ["directory", "step", "span", "lineage"])
def test_trouble_with_observability_does_not_fail_a_run(
    folder: Path, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> Any:
        raise RuntimeError("observability is broken")

    if trouble == "step":
        monkeypatch.setattr(assets, "step_of", fail)
    elif trouble == "span":
        monkeypatch.setattr(assets, "start_span", fail)
    elif trouble == "lineage":
        monkeypatch.setattr(lineage, "build_event", fail)
    blocked = folder / "file"
    blocked.write_text("not a folder")
    config = bound()._replace(directory=str(blocked)) if trouble == "directory" else bound()
    with binding(config):
        result = dg.materialize([bronze_customers])
        assert result.asset_materializations_for_node("bronze_customers")[0].metadata["rows"].value == 3
        failed = dg.materialize([broken], raise_on_error=False)
        (event,) = failed.filter_events(lambda event: event.event_type_value == "STEP_FAILURE")
        assert event.step_failure_data.error_display_string.count("ValueError: no luck") == 1
        assert "observability is broken" not in event.step_failure_data.error_display_string
    if trouble == "span":
        assert (folder / f"lineage/{result.run_id}.jsonl").exists()


def test_ids() -> None:
    run = str(uuid.uuid4())
    assert f"{trace_id(run):032x}" == uuid.UUID(run).hex
    assert parent_run_id(run) == run
    assert trace_id("not a uuid") == trace_id("not a uuid") != trace_id("another")
    step = TracedStep(run, "job", "a", "eu", 0)
    assert lineage_run_id(step, "a") == lineage_run_id(step, "a")
    others = [step._replace(attempt=1), step._replace(partition="us"), step._replace(run_id="x")]
    assert lineage_run_id(step, "a") not in {lineage_run_id(other, "a") for other in others}


def test_the_plan_from_platform_data(tmp_path: Path) -> None:
    platform = {
        "observability": {
            "otlp_endpoint": "http://otel-collector:4317",
            "lineage_endpoint": "http://marquez:5000",
            "attributes": {"env": "prod"},
            "headers": {"authorization": {"secret_ref": "otel-token"}, "x-tenant": "${TENANT:-a}"},
        }
    }
    plan = ObservabilityConfig.from_platform(
        platform,
        project="shop",
        project_dir=tmp_path,
        observability={"traces": True, "lineage": False, "attributes": {"env": "mine", "team": "a"}},
    )
    assert plan == ObservabilityConfig(
        namespace="shop",
        directory=str(tmp_path / ".floe"),
        otlp_endpoint="http://otel-collector:4317",
        lineage_endpoint="http://marquez:5000",
        attributes=(("env", "prod"), ("team", "a")),
        headers=(("x-tenant", "${TENANT:-a}"),),
        secret_headers=(("authorization", "otel-token"),),
        lineage=False,
    )
    assert ObservabilityConfig.from_platform(None, project="p", project_dir=tmp_path) == ObservabilityConfig(
        namespace="p", directory=str(tmp_path / ".floe")
    )


def test_binding_is_undone() -> None:
    before = bound()
    with suppress(RuntimeError), binding(ObservabilityConfig(namespace="inner")):
        assert bound().namespace == "inner"
        raise RuntimeError
    assert bound() == before
    bind(ObservabilityConfig(namespace="set"))
    assert bound().namespace == "set"
    bind(before)
    assert bound() == before


@pytest.mark.parametrize(
    ("endpoint", "url"),
    [
        ("http://otel-collector:4317", "http://otel-collector:4318/v1/traces"),
        ("http://otel-collector:4318/", "http://otel-collector:4318/v1/traces"),
        ("https://otel.acme.io/otlp", "https://otel.acme.io/otlp/v1/traces"),
        ("https://otel.acme.io/v1/traces", "https://otel.acme.io/v1/traces"),
        ("otel-collector:4318", "http://otel-collector:4318/v1/traces"),
    ],
)
def test_traces_url(endpoint: str, url: str) -> None:
    assert traces_url(endpoint) == url


@pytest.mark.parametrize(
    ("endpoint", "expected"),
    [
        ("http://marquez:5000", ("http://marquez:5000", "api/v1/lineage")),
        ("http://marquez:5000/api/v1/lineage", ("http://marquez:5000", "api/v1/lineage")),
        ("https://data.acme.io/marquez/", ("https://data.acme.io", "marquez/api/v1/lineage")),
        ("marquez:5000", ("http://marquez:5000", "api/v1/lineage")),
    ],
)
def test_lineage_url(endpoint: str, expected: tuple[str, str]) -> None:
    assert lineage_url(endpoint) == expected
