"""The partitions of jobs and dependencies against Dagster, which loads or refuses the same projects."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from dagster._core.definitions.partitions.context import partition_loading_context
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_dagster.loading.partitions import partitions_definition
from floe_lint.dagster.partitions.validity import Dynamic, Multi, Static, TimeWindow
from floe_lint.project.asset import Asset
from floe_lint.project.files import Environment, ProjectFiles
from floe_lint.project.partitioning import AssetPartitions, Partitioning
from floe_lint.project.project import Project
from floe_lint.yaml.parse import parse_document

NOW = datetime(2024, 6, 15, 12, tzinfo=timezone.utc)
MODULE = """\
from floe_dagster import floe_asset

@floe_asset()
def a(context): ...

@floe_asset(deps=["a"])
def b(context): ...

@floe_asset(deps=["b"])
def c(context): ...

@floe_asset()
def d(context): ...

@floe_asset(partitions_def=REGIONS)
def own(context): ...
"""
UPSTREAM: dict[str, list[str]] = {"a": [], "b": ["a"], "c": ["b"], "d": []}
DAILY: dict[str, Any] = {"type": "time_window", "start": "2024-01-01", "cron_schedule": "0 0 * * *"}
REGIONS: dict[str, Any] = {"type": "static", "partition_keys": ["us", "eu", "ap"]}
SETS: dict[str, dict[str, Any]] = {
    "daily": DAILY,
    "daily_alias": {**DAILY, "cron_schedule": "@daily", "timezone": "utc", "fmt": "%Y-%m-%d"},
    "daily_later": {**DAILY, "start": "2024-02-01"},
    "daily_berlin": {**DAILY, "timezone": "Europe/Berlin"},
    "hourly": {**DAILY, "cron_schedule": "0 * * * *"},
    "regions": REGIONS,
    "areas": {"type": "static", "partition_keys": ["us", "eu", "ap"]},
    "turned": {"type": "static", "partition_keys": ["ap", "eu", "us"]},
    "customers": {"type": "dynamic"},
    "suppliers": {"type": "dynamic"},
    "daily_regions": {"type": "multi", "partitions": {"date": DAILY, "region": REGIONS}},
    "regions_daily": {"type": "multi", "partitions": {"region": REGIONS, "date": DAILY}},
    "routes": {"type": "multi", "partitions": {"from": REGIONS, "to": REGIONS}},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project folder with the asset module; floe.yaml is given as text."""
    path = tmp_path_factory.mktemp("project")
    (path / "pyproject.toml").touch()
    (path / "assets.py").write_text(MODULE)
    return path


def _project(folder: Path, orchestration: dict[str, Any], **variables: str) -> Project:
    text = json.dumps({"name": "p", "version": "1.0.0", "orchestration": orchestration})
    document = parse_document(str(folder / "floe.yaml"), text)
    return Project(ProjectFiles(document, process_environment={}, now=NOW), Environment(None, variables))


def _with(partitions: dict[str, str], selection: list[str], **more: Any) -> dict[str, Any]:
    return {
        "asset_modules": ["assets"],
        "partitions": SETS,
        "assets": {asset: {"partitions": name} for asset, name in partitions.items()},
        "jobs": {"j": {"type": "batch", "selection": selection}},
        **more,
    }


def _loaded_job(project: Project, partitions: dict[str, str], selection: list[str]) -> Any:
    """The job as Dagster makes it, or ``None`` where it refuses the project."""
    sets = project.declarations.partitions
    assets = []
    for name, upstream in UPSTREAM.items():
        given_set = partitions.get(name)

        @dg.asset(
            name=name,
            deps=upstream,
            partitions_def=None if given_set is None else partitions_definition(sets[given_set]),
        )
        def _asset() -> None: ...

        assets.append(_asset)
    job = dg.define_asset_job("j", selection=dg.AssetSelection.assets(*selection))
    definitions = dg.Definitions(assets=assets, jobs=[job])
    try:
        dg.Definitions.validate_loadable(definitions)
    except Exception:
        return None
    return definitions.resolve_job_def("j")


@settings(max_examples=250, deadline=None)
@given(
    partitions=st.dictionaries(st.sampled_from("abcd"), st.sampled_from(sorted(SETS))),
    selection=st.lists(st.sampled_from("abcd"), min_size=1, unique=True),
)
def test_a_project_is_reported_exactly_if_dagster_refuses_it(
    folder: Path, partitions: dict[str, str], selection: list[str]
) -> None:
    project = _project(folder, _with(partitions, selection))
    partitioning = project.partitioning
    job = project.declarations.jobs["j"]
    loaded = _loaded_job(project, partitions, selection)
    reported = bool(partitioning.unmapped_dependencies) or partitioning.clash(job) is not None
    assert reported == (loaded is None)
    if loaded is not None:
        found = partitioning.of_job(job)
        assert found.is_partitioned == (loaded.partitions_def is not None)
        if found.name is not None:
            assert partitions_definition(project.declarations.partitions[found.name]) == loaded.partitions_def


@settings(max_examples=150, deadline=None)
@given(data=st.data(), name=st.sampled_from(["daily", "daily_berlin", "regions", "turned", "daily_regions"]))
def test_a_backfill_is_reported_exactly_if_its_range_is_none_of_dagsters_keys(
    folder: Path, data: st.DataObject, name: str
) -> None:
    times = ["2023-12-31", "2024-01-01", "2024-01-02", "2024-02-30", "2024-06-14", "2024-06-15", "2024-06-16", "2024"]
    strings = [*times, "us", "eu", "ap", "2024-01-01|us", "2024-01-01-00:00", ""]
    start, end = (data.draw(st.sampled_from(strings), label=bound) for bound in ("start", "end"))
    backfill = {"job": "j", "partition_range": {"start": start, "end": end}}
    project = _project(folder, _with({"a": name}, ["a"], backfills={"x": backfill}))
    definition: Any = partitions_definition(project.declarations.partitions[name])
    if isinstance(definition, dg.MultiPartitionsDefinition):
        definition = definition.time_window_dimension.partitions_def
    with partition_loading_context(effective_dt=NOW):
        keys = list(definition.get_partition_keys())
    is_range = start in keys and end in keys and keys.index(start) <= keys.index(end)
    assert (project.partitioning.backfill_problems == ()) == is_range


def test_definitions(folder: Path) -> None:
    region = Static(("us", "eu", "ap"))
    daily = TimeWindow("2024-01-01", "0 0 * * *")
    definitions = _project(folder, _with({}, ["a"])).partitioning.definitions
    assert definitions["daily_berlin"] == daily._replace(zone="Europe/Berlin")
    assert definitions["regions"] == region
    assert definitions["customers"] == Dynamic("customers")
    assert definitions["daily_regions"] == Multi((("date", daily), ("region", region)))


@pytest.mark.parametrize(
    "entry",
    [
        {**DAILY, "cron_schedule": "0 24 * * *"},
        {**DAILY, "cron_schedule": "0 0 31 4 *"},
        {**DAILY, "cron_schedule": "R 0 * * *"},
        {**DAILY, "timezone": "Europe/Berln"},
        {**DAILY, "start": "yesterday"},
        {**DAILY, "start": "2999-01-01"},
        {**DAILY, "end": "2023-01-01"},
        {**DAILY, "fmt": "%Y"},
        {**DAILY, "start": "${UNSET}"},
        {**DAILY, "end": "${UNSET}"},
        {**DAILY, "fmt": "${UNSET}"},
        {"type": "static", "partition_keys": []},
        {"type": "static", "partition_keys": ["us", "us"]},
        {"type": "static", "partition_keys": ["us", "${UNSET}"]},
        {"type": "static", "partition_keys": "${UNSET}"},
        {"type": "multi", "partitions": {"date": {**DAILY, "cron_schedule": "@dayly"}, "region": REGIONS}},
        {"type": "multi", "partitions": {"date": DAILY, "region": {"type": "static", "partition_keys": ["a|b"]}}},
        {"type": "multi", "partitions": {"date": DAILY, "region": "${UNSET}"}},
        {"type": "static", "keys": ["us"]},
    ],
    ids=json.dumps,
)
def test_nothing_follows_from_a_set_that_is_unknown_or_has_a_defect(folder: Path, entry: dict[str, Any]) -> None:
    """No other set differs from it, no dependency is unmapped, and no backfill is outside it."""
    orchestration = _with({"a": "daily", "b": "bad", "d": "bad"}, ["b", "d"])
    orchestration["partitions"] = {**SETS, "bad": entry}
    orchestration["jobs"]["mixed"] = {"type": "batch", "selection": ["a", "b"]}
    orchestration["backfills"] = {"x": {"job": "j", "partition_range": {"start": "9", "end": "0"}}}
    project = _project(folder, orchestration)
    partitioning = project.partitioning
    assert partitioning.definitions.get("bad") is None
    assert partitioning.unmapped_dependencies == ()
    assert partitioning.clash(project.declarations.jobs["mixed"]) is None
    assert partitioning.backfill_problems == ()
    assert partitioning.unpartitioned_backfills == ()
    assert partitioning.of_job(project.declarations.jobs["j"]).is_partitioned is True


@pytest.mark.parametrize(
    ("start", "is_defect"),
    [("2024-06-14", False), ("2024-06-15", False), ("2024-06-15T12:00", False), ("2024-06-16", True)],
)
def test_a_start_is_a_defect_only_if_it_lies_in_the_future(folder: Path, start: str, is_defect: bool) -> None:
    orchestration = {"partitions": {"new": {**DAILY, "start": start}}}
    assert bool(_project(folder, orchestration).partitioning.window_defects) == is_defect


def _is_partitioned(project: Project) -> bool | None:
    return project.partitioning.of_job(project.declarations.jobs["j"]).is_partitioned


def test_partitions_from_code_are_partitions_of_an_unknown_kind(folder: Path) -> None:
    project = _project(folder, _with({"d": "daily"}, ["own", "d"]))
    assert _is_partitioned(project) is True
    assert project.partitioning.clash(project.declarations.jobs["j"]) is None
    assert project.partitioning.of_job(project.declarations.jobs["j"]).definition is None


def test_a_pattern_replaces_the_partitions_from_code(folder: Path) -> None:
    project = _project(folder, _with({"own": "daily"}, ["own"]))
    assert project.partitioning.of_job(project.declarations.jobs["j"]).name == "daily"


def test_patterns_that_disagree_leave_the_partitions_open(folder: Path) -> None:
    orchestration = _with({"a": "daily"}, ["a", "d"])
    orchestration["assets"]["[ad]"] = {"partitions": "regions"}
    project = _project(folder, orchestration)
    assert project.partitioning.of_asset(project.catalog.by_key["a"]) == AssetPartitions(None, None, None)
    assert project.partitioning.clash(project.declarations.jobs["j"]) is None


@pytest.mark.parametrize("pattern", [{"partitions": "${UNSET}"}, {"partition": "daily"}], ids=json.dumps)
def test_a_pattern_that_is_not_known_may_partition(folder: Path, pattern: dict[str, str]) -> None:
    orchestration = _with({}, ["a"])
    orchestration["assets"] = {"a": pattern}
    assert _is_partitioned(_project(folder, orchestration)) is None


def test_a_variable_decides_which_set_it_is(folder: Path) -> None:
    orchestration = _with({}, ["a", "d"])
    orchestration["assets"] = {"a": {"partitions": "${SET:daily}"}, "d": {"partitions": "daily"}}
    project = _project(folder, orchestration)
    assert project.partitioning.clash(project.declarations.jobs["j"]) is None
    other = _project(folder, orchestration, SET="regions")
    clash = other.partitioning.clash(other.declarations.jobs["j"])
    assert clash is not None
    assert [(asset.key, own.name) for asset, own in (clash.first, clash.second)] == [("a", "regions"), ("d", "daily")]


def test_what_is_missing_can_only_add_partitions(folder: Path) -> None:
    """Where a module is not found, no job is unpartitioned for certain, and a clash stays one."""
    unpartitioned = _with({}, ["d"])
    unpartitioned["asset_modules"].append("nowhere")
    assert _is_partitioned(_project(folder, unpartitioned)) is None
    clashing = _with({"a": "daily", "d": "regions"}, ["a", "d"])
    clashing["asset_modules"].append("nowhere")
    project = _project(folder, clashing)
    assert _is_partitioned(project) is True
    assert project.partitioning.clash(project.declarations.jobs["j"]) is not None


def test_an_ops_job_and_an_empty_selection(folder: Path) -> None:
    orchestration = _with({}, ["nobody"])
    orchestration["jobs"]["ops"] = {"type": "ops", "target_function": "assets.a"}
    project = _project(folder, orchestration)
    assert _is_partitioned(project) is None
    assert project.partitioning.of_job(project.declarations.jobs["ops"]).is_partitioned is False


def test_jobs_look_at_the_partitioned_assets_they_select_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: Counter[str] = Counter()
    of_asset = Partitioning.of_asset

    def counted(self: Partitioning, asset: Asset) -> AssetPartitions | None:
        looked_at[asset.key] += 1
        return of_asset(self, asset)

    monkeypatch.setattr(Partitioning, "of_asset", counted)
    orchestration = _with({"b": "daily"}, ["a", "b", "c", "d"])
    orchestration["jobs"] = {f"j{number}": orchestration["jobs"]["j"] for number in range(20)}
    project = _project(folder, orchestration)
    partitioning = project.partitioning
    found = [partitioning.of_job(job) for job in project.declarations.jobs.values()]
    assert {(of_job.is_partitioned, of_job.name) for of_job in found} == {(True, "daily")}
    assert looked_at == {"a": 1, "b": 1 + 20, "c": 1, "d": 1, "own": 1}


@pytest.mark.parametrize(
    ("dimensions", "reason"),
    [
        ({"from": REGIONS, "to": REGIONS}, 'partitions "pair" have no time dimension'),
        ({"day": DAILY, "valid": {**DAILY, "start": "2024-02-01"}}, 'partitions "pair" have two time dimensions'),
    ],
)
def test_a_range_runs_over_one_time_dimension(folder: Path, dimensions: dict[str, Any], reason: str) -> None:
    orchestration = _with({"a": "pair"}, ["a"])
    orchestration["partitions"] = {"pair": {"type": "multi", "partitions": dimensions}}
    orchestration["backfills"] = {"x": {"job": "j", "partition_range": {"start": "us", "end": "eu"}}}
    (problem,) = _project(folder, orchestration).partitioning.backfill_problems
    assert (problem.kind, problem.bound) == ("no_time_dimension", "start")
    assert problem.reason == f"{reason}, and a range runs over exactly one"
