"""Spans and lineage of dbt models from ``run_results.json`` and the manifest, as dbt 1.10 writes them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from floe_dagster.observability.assets import observing
from floe_dagster.observability.config import ObservabilityConfig, binding
from floe_dagster.observability.dbt import emit_dbt_results


def node(kind: str, name: str, depends: tuple[str, ...] = (), **more: Any) -> dict[str, Any]:
    config = {"materialized": more.pop("materialized", "table")}
    return {
        "resource_type": kind,
        "name": name,
        "schema": "silver",
        "alias": name,
        "config": config,
        "depends_on": {"nodes": list(depends)},
        **more,
    }


MANIFEST: dict[str, Any] = {
    "nodes": {
        "model.shop.base": node("model", "base", ("source.shop.bronze.orders",), materialized="ephemeral"),
        "model.shop.stg": node("model", "stg", ("model.shop.base", "seed.shop.codes", "macro.x"), alias="stg_orders"),
        "model.shop.mart": node("model", "mart", ("model.shop.stg",), schema="gold"),
        "model.shop.late": node("model", "late", ("model.shop.mart",)),
        "seed.shop.codes": node("seed", "codes", materialized="seed"),
        "test.shop.unique": node("test", "unique", ("model.shop.stg",), materialized="test"),
    },
    "sources": {
        "source.shop.bronze.orders": {
            "resource_type": "source",
            "source_name": "bronze",
            "name": "orders",
            "schema": "prod_bronze",
        }
    },
}


def result(unique_id: str, status: str, seconds: tuple[int, int] | None, **more: Any) -> dict[str, Any]:
    timing = [
        {
            "name": name,
            "started_at": f"2024-01-02T03:04:{start:02d}.000001Z",
            "completed_at": f"2024-01-02T03:04:{end:02d}.500000Z",
        }
        for name, start, end in ([("compile", seconds[0], seconds[0]), ("execute", *seconds)] if seconds else [])
    ]
    return {
        "unique_id": unique_id,
        "status": status,
        "timing": timing,
        "execution_time": 0,
        "message": None,
        **more,
    }


RESULTS: dict[str, Any] = {
    "metadata": {"generated_at": "2024-01-02T03:05:00.000000Z"},
    "results": [
        result("seed.shop.codes", "success", (0, 1), adapter_response={"rows_affected": 3}),
        result("model.shop.stg", "success", (1, 2), adapter_response={"rows_affected": -1}),
        result("test.shop.unique", "fail", (3, 4), message="Got 2 results", failures=2),
        result("model.shop.mart", "error", (5, 6), message="Runtime Error in model mart"),
        result("model.shop.late", "skipped", None),
    ],
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with binding(ObservabilityConfig(namespace="shop", directory=str(tmp_path))):
        yield tmp_path


def run(run_results: Any, manifest: Any) -> str:
    """Emit from within a real step, and return the id of the run."""

    @dg.op
    def dbt_build(context):  # type: ignore[no-untyped-def]  # Dagster does not resolve a postponed annotation
        with observing(context):
            emit_dbt_results(run_results, manifest, context)

    @dg.job
    def build() -> None:
        dbt_build()

    return build.execute_in_process().run_id


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_a_span_per_node(folder: Path) -> None:
    run_id = run(RESULTS, MANIFEST)
    *spans, step = lines(folder / f"traces/{run_id}.jsonl")
    assert {span["context"]["trace_id"] for span in [*spans, step]} == {"0x" + uuid.UUID(run_id).hex}
    assert {span["parent_id"] for span in spans} == {step["context"]["span_id"]}
    assert [
        (
            span["name"],
            span["attributes"]["dbt.status"],
            span["status"]["status_code"],
            span["start_time"],
            span["end_time"],
        )
        for span in spans
    ] == [
        ("codes", "success", "OK", "2024-01-02T03:04:00.000001Z", "2024-01-02T03:04:01.500000Z"),
        ("stg", "success", "OK", "2024-01-02T03:04:01.000001Z", "2024-01-02T03:04:02.500000Z"),
        ("unique", "fail", "ERROR", "2024-01-02T03:04:03.000001Z", "2024-01-02T03:04:04.500000Z"),
        ("mart", "error", "ERROR", "2024-01-02T03:04:05.000001Z", "2024-01-02T03:04:06.500000Z"),
        ("late", "skipped", "UNSET", "2024-01-02T03:05:00.000000Z", "2024-01-02T03:05:00.000000Z"),
    ]
    codes, _, unique, mart, _ = spans
    assert codes["attributes"]["dbt.rows_affected"] == 3
    assert codes["attributes"]["dbt.materialized"] == "seed"
    assert (unique["attributes"]["dbt.failures"], unique["attributes"]["dbt.resource_type"]) == (2, "test")
    assert mart["status"]["description"] == "Runtime Error in model mart"
    assert mart["attributes"]["dbt.unique_id"] == "model.shop.mart"


def test_lineage_per_model(folder: Path) -> None:
    """Sources keep the name that Python assets use, ephemeral models pass on what they read."""
    run_id = run(RESULTS, MANIFEST)
    events = lines(folder / f"lineage/{run_id}.jsonl")
    of_models = [event for event in events if event["job"]["name"] != "dbt_build"]
    assert [
        (
            event["job"]["name"],
            event["eventType"],
            event["eventTime"],
            [data["name"] for data in event["inputs"]],
            [data["name"] for data in event["outputs"]],
        )
        for event in of_models
    ] == [
        ("codes", "START", "2024-01-02T03:04:00.000001+00:00", [], ["silver.codes"]),
        ("codes", "COMPLETE", "2024-01-02T03:04:01.500000+00:00", [], ["silver.codes"]),
        (
            "stg",
            "START",
            "2024-01-02T03:04:01.000001+00:00",
            ["bronze.orders", "silver.codes"],
            ["silver.stg_orders"],
        ),
        (
            "stg",
            "COMPLETE",
            "2024-01-02T03:04:02.500000+00:00",
            ["bronze.orders", "silver.codes"],
            ["silver.stg_orders"],
        ),
        ("mart", "START", "2024-01-02T03:04:05.000001+00:00", ["silver.stg_orders"], ["gold.mart"]),
        ("mart", "FAIL", "2024-01-02T03:04:06.500000+00:00", ["silver.stg_orders"], ["gold.mart"]),
    ]
    assert of_models[1]["outputs"][0]["outputFacets"]["outputStatistics"]["rowCount"] == 3
    assert "outputStatistics" not in of_models[3]["outputs"][0]["outputFacets"]
    assert of_models[5]["run"]["facets"]["errorMessage"]["message"] == "Runtime Error in model mart"
    assert {event["run"]["facets"]["parent"]["run"]["runId"] for event in of_models} == {run_id}
    assert {event["job"]["facets"]["jobType"]["integration"] for event in of_models} == {"DBT"}


def test_files_as_dbt_leaves_them(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "run_results.json").write_text(json.dumps(RESULTS))
    (tmp_path / "manifest.json").write_text(json.dumps(MANIFEST))
    run_id = run(tmp_path / "run_results.json", str(tmp_path / "manifest.json"))
    assert [span["name"] for span in lines(folder / f"traces/{run_id}.jsonl")] == [
        "codes",
        "stg",
        "unique",
        "mart",
        "late",
        "dbt_build",
    ]


@pytest.mark.parametrize(
    "broken",
    [
        "no such file",
        {"results": None},
        {"results": [{"no": "id"}, {"unique_id": "model.shop.stg", "status": "success", "timing": "x"}]},
        {"metadata": {"generated_at": "yesterday"}, "results": []},
    ],
)
def test_results_that_cannot_be_read_do_not_fail_the_run(folder: Path, broken: Any) -> None:
    run_id = run(broken, MANIFEST)
    assert [span["name"] for span in lines(folder / f"traces/{run_id}.jsonl")] == ["dbt_build"]


def test_a_node_that_the_manifest_does_not_know(folder: Path) -> None:
    run_id = run({"results": [result("model.shop.ghost", "success", (1, 2))]}, {})
    span, _ = lines(folder / f"traces/{run_id}.jsonl")
    assert (span["name"], span["attributes"]["dbt.resource_type"]) == ("ghost", "model")
