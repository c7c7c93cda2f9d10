"""A source of dbt is whichever asset has its key: lint says so, and Dagster has the same edges."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple

import dagster as dg
import pytest

from floe_dagster.definitions import load
from floe_lint.findings.finding import Report
from floe_lint.lsp.project_names import summary
from floe_lint.project.graph import NodeId
from floe_lint.project.project import Project
from floe_lint.project.whole_graph import whole_graph
from floe_lint.validated import ValidatedProject
from tests.dbt.entries import Json, manifest, node, source
from tests.oracle import soundness
from tests.oracle.workspace import visited, write

pytestmark = pytest.mark.slow

Level = Literal["per_model", "job_level"]

FLOE = """
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [pantry]
  partitions:
    daily: {{type: time_window, start: "2024-01-01", cron_schedule: "0 0 * * *"}}
  assets:
    "{pattern}": {{group_name: landing, partitions: daily}}
  dbt: {{manifest_path: target/manifest.json, observability_level: {level}}}
  jobs:
    up: {{type: batch, selection: ['+key:"{reader}"']}}
"""
IMPORTS = """
from dagster import AssetSpec, DataVersion, SourceAsset, asset, multi_asset, observable_source_asset
from floe_dagster import floe_asset
"""
READERS: dict[Level, str] = {"per_model": "stg_orders", "job_level": "p"}


def keyed(*key: str) -> Json:
    return {"meta": {"dagster": {"asset_key": list(key)}}}


class Way(NamedTuple):
    """A Python asset and the sources of dbt that have its key."""

    key: str
    code: str
    sources: tuple[Json, ...]
    runs: bool = True


WAYS = {
    "prefix": Way(
        "bronze/raw_orders",
        '@asset(key_prefix="bronze")\ndef raw_orders(): ...',
        (source("source.p.bronze.raw_orders"),),
    ),
    "meta of the source": Way(
        "orders",
        "@floe_asset\ndef orders(context): ...",
        (source("source.p.crm.o", **keyed("orders")),),
    ),
    "two sources": Way(
        "orders",
        "@asset\ndef orders(): ...",
        (source("source.p.crm.a", **keyed("orders")), source("source.p.crm.b", **keyed("orders"))),
    ),
    "written table": Way(
        "load/orders",
        '@floe_asset(key_prefix="load", outputs=["bronze.raw"])\ndef orders(context): ...',
        (source("source.p.bronze.raw"), source("source.p.crm.b", **keyed("load", "orders"))),
    ),
    "spec of a function": Way(
        "crm/orders",
        '@multi_asset(specs=[AssetSpec(["crm", "orders"])])\ndef orders(): ...',
        (source("source.p.crm.orders"),),
    ),
    "source asset": Way(
        "crm/orders",
        'orders = SourceAsset(["crm", "orders"])',
        (source("source.p.crm.orders"),),
        runs=False,
    ),
    "observable": Way(
        "crm/orders",
        '@observable_source_asset(key=["crm", "orders"])\ndef orders(): return DataVersion("1")',
        (source("source.p.crm.orders"),),
        runs=False,
    ),
    "only the source": Way("crm/orders", "", (source("source.p.crm.orders"),), runs=False),
    "the only key of the group that ends in it": Way(
        "crm/orders",
        '@asset(key_prefix="crm", group_name="dbt")\ndef orders(): ...',
        (source("source.p.crm.o", **keyed("orders")),),
    ),
}


def files(way: Way, level: Level, pattern: str = "no_such_*") -> dict[str, str]:
    reader = node("model.p.stg_orders", *(entry["unique_id"] for entry in way.sources), group="dbt")
    return {
        "pyproject.toml": "[project]\nname = 'shop'\n",
        "floe.yaml": FLOE.format(level=level, pattern=pattern, reader=READERS[level]),
        "pantry.py": f"{IMPORTS}\n\n{way.code}\n",
        "dbt_project.yml": "name: p\nprofile: p\n",
        "profiles.yml": "p: {target: dev, outputs: {dev: {type: duckdb, path: w.duckdb}}}\n",
        "target/manifest.json": json.dumps(manifest(*way.sources, reader)),
    }


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    with visited(tmp_path):
        yield tmp_path


def linted(folder: Path, content: dict[str, str]) -> tuple[Project, Report]:
    write(folder, content)
    return soundness.lint(folder)


def errors(report: Report) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in report.findings if finding.severity == "error"]


def loaded(project: Project, report: Report, **given: Any) -> Any:
    """What Dagster has of the project, whatever lint found in it."""
    definitions = load(ValidatedProject(project, report._replace(findings=())), **given)
    dg.Definitions.validate_loadable(definitions)
    return definitions.get_repository_def()


def parents(repository: Any, key: str) -> set[str]:
    node = repository.asset_graph.get(dg.AssetKey.from_user_string(key))
    return {parent.to_user_string() for parent in node.parent_keys}


@pytest.mark.parametrize("level", list(READERS))
@pytest.mark.parametrize("way", list(WAYS.values()), ids=list(WAYS))
def test_the_reader_of_a_source_depends_on_the_asset_of_its_key(folder: Path, way: Way, level: Level) -> None:
    project, report = linted(folder, files(way, level))
    assert errors(report) == []
    reader = READERS[level]
    assert [dep.key for dep in project.catalog.by_key[reader].deps] == [way.key]
    assert {asset.key for asset in project.selected.assets("up")} == ({way.key, reader} if way.runs else {reader})
    assert list(soundness.disagreements(project, report)) == []
    assert parents(loaded(project, report), reader) == {way.key}


def test_the_asset_keeps_its_place_its_origin_and_its_patterns(folder: Path) -> None:
    project, report = linted(folder, files(WAYS["prefix"], "per_model", pattern="bronze/*"))
    known = project.catalog.by_key["bronze/raw_orders"]
    assert (known.origin, known.group, known.partitions) == ("python", "landing", "daily")
    assert known.place is not None
    assert (Path(known.place.path).name, known.place.span.line) == ("pantry.py", 7)
    assert [asset.key for asset in project.catalog.assets] == ["bronze/raw_orders", "stg_orders"]
    assert list(soundness.disagreements(project, report)) == []
    assert summary(project, "asset", "bronze/raw_orders") == (
        "asset `bronze/raw_orders`\n\ndefined in Python, group `landing`, partitions `daily`\n\nmaterialized by `up`"
    )
    assert summary(project, "asset", "stg_orders") == (
        "asset `stg_orders`\n\na dbt model, group `dbt`\n\ndepends on `bronze/raw_orders`\n\nmaterialized by `up`"
    )
    graph = whole_graph(project)
    shown = graph.nodes[NodeId("asset", "bronze/raw_orders")]
    assert (shown.at, shown.external) == (known.place, False)
    edges = [(edge.source.name, edge.target.name) for edge in graph.edges if edge.kind == "depends on"]
    assert edges == [("stg_orders", "bronze/raw_orders")]


@pytest.mark.parametrize(
    ("pattern", "parent"),
    [("no_such_*", "orders"), ("gold/*", "gold/orders")],
    ids=["of one definition", "of two, by their partitions"],
)
def test_a_name_is_completed_by_a_model_of_another_definition_only(folder: Path, pattern: str, parent: str) -> None:
    entry = source("source.p.crm.o", **keyed("orders"))
    reader = node("model.p.stg_orders", entry["unique_id"], group="dbt")
    content = files(WAYS["only the source"], "per_model", pattern)
    content["floe.yaml"] = content["floe.yaml"].replace("group_name: landing, ", "")
    content["target/manifest.json"] = json.dumps(
        manifest(entry, reader, node("model.p.orders", group="dbt", **keyed("gold", "orders")))
    )
    project, report = linted(folder, content)
    assert errors(report) == []
    assert [dep.key for dep in project.catalog.by_key["stg_orders"].deps] == [parent]
    assert list(soundness.disagreements(project, report)) == []
    assert parents(loaded(project, report), "stg_orders") == {parent}


def test_a_spec_that_code_gives_the_loader_is_the_source(folder: Path) -> None:
    project, report = linted(folder, files(WAYS["only the source"], "per_model"))
    repository = loaded(project, report, assets=[dg.AssetSpec(["crm", "orders"], group_name="crm")])
    assert parents(repository, "stg_orders") == {"crm/orders"}
    assert repository.asset_graph.get(dg.AssetKey(["crm", "orders"])).group_name == "crm"


@pytest.mark.parametrize("kind", ["model", "seed"])
def test_a_source_with_the_key_of_a_node_is_an_error_as_in_dagster(folder: Path, kind: str) -> None:
    """dagster-dbt wants two resources of one manifest to have two keys; of the project as one asset it asks nothing."""
    same = node(f"{kind}.p.codes", path="codes.csv" if kind == "seed" else None, **keyed("crm", "codes"))
    entry = source("source.p.crm.codes")
    content = files(WAYS["only the source"], "per_model")
    content["pantry.py"] = ""
    content["target/manifest.json"] = json.dumps(manifest(entry, same, node("model.p.stg_orders", entry["unique_id"])))
    project, report = linted(folder, content)
    message = (
        f'dbt gives "{kind}.p.codes" and "source.p.crm.codes" the same asset key "crm/codes"; '
        'give one of them its own with "meta.dagster.asset_key" in its properties'
    )
    assert errors(report) == [("duplicate-asset", message)]
    with pytest.raises(dg.DagsterInvalidDefinitionError, match="identical Dagster asset keys"):
        loaded(project, report)

    content["floe.yaml"] = FLOE.format(level="job_level", pattern="no_such_*", reader="p")
    project, report = linted(folder, content)
    assert errors(report) == []
    assert list(soundness.disagreements(project, report)) == []
    assert parents(loaded(project, report), "p") == {"crm/codes"}


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("@asset\ndef stg_orders(): ...", 'asset "stg_orders" is defined by a Python asset and a dbt model'),
        ('@asset\ndef a(): ...\n\n\n@asset(name="a")\ndef b(): ...', 'asset "a" is defined twice'),
    ],
)
def test_two_definitions_of_one_key_stay_an_error(folder: Path, code: str, reason: str) -> None:
    content = files(WAYS["only the source"], "per_model")
    content["pantry.py"] = f"{IMPORTS}\n\n{code}\n"
    _, report = linted(folder, content)
    assert errors(report) == [("duplicate-asset", f"{reason}; give one of them another name")]


def test_a_value_that_only_dbt_names_cannot_be_loaded(folder: Path) -> None:
    content = files(WAYS["only the source"], "per_model")
    content["pantry.py"] = (
        'from dagster import AssetIn, asset\n\n\n@asset(ins={"table": AssetIn(["crm", "orders"])})\n'
        "def report(table): ...\n"
    )
    project, report = linted(folder, content)
    message = (
        'asset "report" takes the value of "crm/orders", which does not exist; '
        "define it, or name it in deps if it is made elsewhere"
    )
    assert errors(report) == [("input-not-found", message)]
    with pytest.raises(dg.DagsterInvalidDefinitionError, match="is not produced by any of the provided asset ops"):
        loaded(project, report)
