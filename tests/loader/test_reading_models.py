"""A Python asset that reads the table of a dbt model runs after what builds it, in lint and in Dagster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dbt.entries import manifest, node, source
from tests.loader.test_dbt_sources import errors, linted, loaded, parents
from tests.oracle import soundness
from tests.oracle.workspace import visited

FLOE = """
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [pantry]
  dbt: {{manifest_path: target/manifest.json, observability_level: {level}}}
"""
CODE = """
from dagster import asset
from floe_dagster import floe_asset

@floe_asset(inputs=["main.first"], outputs=["bronze.enriched"])
def enriched(context): ...

@asset(deps=["enriched"])
def checked(): ...

@floe_asset(inputs=["main.last", "main.first", "bronze.enriched"])
def report(context): ...
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with visited(tmp_path):
        yield tmp_path


def files(level: str, between: bool) -> dict[str, str]:
    table = source("source.p.bronze.enriched")
    models = (
        node("model.p.first", schema="main"),
        node("model.p.last", *([table["unique_id"]] if between else []), schema="main"),
    )
    return {
        "pyproject.toml": "[project]\nname = 'shop'\n",
        "floe.yaml": FLOE.format(level=level),
        "pantry.py": CODE,
        "dbt_project.yml": "name: p\nprofile: p\n",
        "profiles.yml": "p: {target: dev, outputs: {dev: {type: duckdb, path: w.duckdb}}}\n",
        "target/manifest.json": json.dumps(manifest(table, *models)),
    }


@pytest.mark.parametrize(
    ("level", "between", "enriched", "report"),
    [
        ("per_model", False, {"first"}, {"last", "first", "enriched"}),
        ("per_model", True, {"first"}, {"last", "first", "enriched"}),
        ("job_level", False, {"p"}, {"p", "enriched"}),
        # dbt as a whole waits for what it reads, so that this cannot wait for dbt.
        ("job_level", True, set(), {"p", "enriched"}),
    ],
)
def test_who_reads_a_model_waits_for_it(
    folder: Path, level: str, between: bool, enriched: set[str], report: set[str]
) -> None:
    project, judged = linted(folder, files(level, between))
    assert errors(judged) == []
    known = {key: {dep.key for dep in project.catalog.by_key[key].deps} for key in ("enriched", "report")}
    assert known == {"enriched": enriched, "report": report}
    assert list(soundness.disagreements(project, judged)) == []
    repository = loaded(project, judged)
    assert {key: parents(repository, key) for key in known} == known
