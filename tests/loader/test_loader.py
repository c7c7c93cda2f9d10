"""A validated project as Dagster definitions: what a job runs, when a schedule ticks, what a sensor launches."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from floe_dagster import FloeDefinitions
from floe_dagster.project import FloeLoadError
from floe_lint.validated import InvalidProjectError

FLOE = """
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [pantry.assets]
  partitions:
    daily: {type: time_window, start: "2024-01-01", cron_schedule: "0 0 * * *"}
  assets:
    "bronze_*": {partitions: daily, group_name: raw_layer}
  jobs:
    bronze: {type: batch, selection: ["group:raw_layer"], description: "Load bronze", tags: {team: core}}
    upstream: {type: batch, selection: ["+gold"]}
    vacuum:
      type: ops
      target_function: pantry.ops.vacuum
      args: {days: "${DAYS:30}", dry_run: true, tables: [a, b]}
  schedules:
    nightly: {job: bronze, cron_schedule: "0 6 * * *", timezone: America/New_York, partition_selector: latest}
    weekly: {job: vacuum, cron_schedule: "0 2 * * 0", enabled: false}
  sensors:
    arrival: {type: file_watcher, job: vacuum, path: ./incoming/, pattern: "*.csv", poll_interval_seconds: 30}
    rebuilt: {type: asset_sensor, job: upstream, watched_assets: [bronze_orders]}
    failed: {type: run_status, job: vacuum, watched_jobs: [bronze], status: FAILURE}
    flag: {type: custom, job: vacuum, target_function: pantry.ops.look, args: {threshold: 3}}
"""
ASSETS = """
from floe_dagster import floe_asset


@floe_asset(group_name="bronze", outputs=["bronze.orders"])
def bronze_orders(context):
    return {"rows": 3, "partition": context.partition_key}


@floe_asset(group_name="marts", inputs=["bronze.orders"])
def gold(context):
    return {"rows": 1}
"""
OPS = """
from dagster import RunRequest

CALLS = []


def vacuum(context, catalog, days, dry_run, tables):
    CALLS.append((days, dry_run, tables, type(catalog).__name__))


def look(context, threshold):
    return RunRequest(run_key=f"seen-{threshold}")
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A project of its own, forgotten by Python afterwards."""
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    (tmp_path / "floe.yaml").write_text(FLOE)
    (tmp_path / "pantry").mkdir()
    (tmp_path / "pantry" / "__init__.py").write_text("")
    (tmp_path / "pantry" / "assets.py").write_text(ASSETS)
    (tmp_path / "pantry" / "ops.py").write_text(OPS)
    monkeypatch.chdir(tmp_path)
    path = list(sys.path)
    yield tmp_path
    sys.path[:] = path
    for name in [name for name in sys.modules if name.partition(".")[0] == "pantry"]:
        del sys.modules[name]


def _repository(project: Path) -> Any:
    definitions = FloeDefinitions.from_compiled_artifacts(floe_file=project / "floe.yaml")
    dg.Definitions.validate_loadable(definitions)
    return definitions.get_repository_def()


def test_jobs_run_what_they_select(project: Path) -> None:
    repository = _repository(project)
    bronze = repository.get_job("bronze")
    assert bronze.description == "Load bronze"
    assert bronze.tags["team"] == "core"
    result = bronze.execute_in_process(partition_key="2024-01-05")
    (event,) = result.get_asset_materialization_events()
    assert event.asset_key.to_user_string() == "bronze_orders"
    assert event.materialization.metadata["partition"].value == "2024-01-05"


def test_what_reads_a_table_runs_after_what_writes_it(project: Path) -> None:
    result = _repository(project).get_job("upstream").execute_in_process(partition_key="2024-01-05")
    keys = [event.asset_key.to_user_string() for event in result.get_asset_materialization_events()]
    assert keys == ["bronze_orders", "gold"]


def test_ops_jobs_are_typed_and_get_resources_by_name(project: Path) -> None:
    job = _repository(project).get_job("vacuum")
    assert job.execute_in_process().success
    assert sys.modules["pantry.ops"].CALLS == [(30, True, ["a", "b"], "CatalogResource")]
    (op,) = job.nodes
    changed = {"ops": {op.name: {"config": {"days": 7}}}}
    assert job.execute_in_process(run_config=changed).success
    assert sys.modules["pantry.ops"].CALLS[-1][0] == 7
    with pytest.raises(dg.DagsterInvalidConfigError, match="Invalid scalar"):
        job.execute_in_process(run_config={"ops": {op.name: {"config": {"days": "many"}}}})


def test_a_schedule_runs_the_latest_partition_of_its_tick(project: Path) -> None:
    repository = _repository(project)
    nightly = repository.get_schedule_def("nightly")
    assert nightly.execution_timezone == "America/New_York"
    assert nightly.default_status is dg.DefaultScheduleStatus.RUNNING
    assert repository.get_schedule_def("weekly").default_status is dg.DefaultScheduleStatus.STOPPED
    # The context is closed, because it opens the instance once more: later definitions would take it for theirs.
    with (
        dg.instance_for_test() as instance,
        dg.build_schedule_context(
            instance=instance,
            scheduled_execution_time=datetime(2024, 3, 1, 11, tzinfo=timezone.utc),
            repository_def=repository,
        ) as context,
    ):
        (request,) = nightly.evaluate_tick(context).run_requests
    assert request.partition_key == "2024-02-29"
    assert request.run_key == "2024-03-01T11:00:00+00:00/2024-02-29"


def _look(repository: Any, name: str, instance: dg.DagsterInstance, cursor: str | None = None) -> Any:
    context = dg.build_sensor_context(instance=instance, repository_def=repository, cursor=cursor)
    return repository.get_sensor_def(name).evaluate_tick(context)


def test_a_file_is_run_once_when_it_has_stopped_growing(project: Path) -> None:
    repository = _repository(project)
    (project / "incoming").mkdir()
    with dg.DagsterInstance.ephemeral() as instance:
        empty = _look(repository, "arrival", instance)
        assert empty.run_requests == []
        (project / "incoming" / "a.csv").write_text("1")
        (project / "incoming" / "other.txt").write_text("1")
        growing = _look(repository, "arrival", instance, empty.cursor)
        assert growing.run_requests == []
        (project / "incoming" / "a.csv").write_text("12")
        still = _look(repository, "arrival", instance, growing.cursor)
        assert still.run_requests == []
        arrived = _look(repository, "arrival", instance, still.cursor)
        assert [request.tags["floe/file"] for request in arrived.run_requests] == ["a.csv"]
        again = _look(repository, "arrival", instance, arrived.cursor)
        assert again.run_requests == []
        # A daemon that was killed before it stored the cursor asks again, with the same key.
        repeated = _look(repository, "arrival", instance, still.cursor)
        assert repeated.run_requests[0].run_key == arrived.run_requests[0].run_key


def test_an_asset_sensor_carries_the_partition_on_and_passes_over_its_own_runs(project: Path) -> None:
    repository = _repository(project)
    with dg.DagsterInstance.ephemeral() as instance:
        first = _look(repository, "rebuilt", instance)
        assert first.run_requests == []
        bronze = repository.get_job("bronze")
        assert bronze.execute_in_process(partition_key="2024-02-03", instance=instance).success
        news = _look(repository, "rebuilt", instance, first.cursor)
        (request,) = news.run_requests
        assert request.partition_key == "2024-02-03"
        own = repository.get_job("upstream").execute_in_process(
            partition_key="2024-02-03", instance=instance, tags=dict(request.tags)
        )
        assert own.success
        assert _look(repository, "rebuilt", instance, news.cursor).run_requests == []


def test_a_custom_sensor_is_given_its_arguments(project: Path) -> None:
    repository = _repository(project)
    with dg.DagsterInstance.ephemeral() as instance:
        (request,) = _look(repository, "flag", instance).run_requests
    assert request.run_key == "seen-3"
    assert request.tags["floe/sensor"] == "flag"


def test_a_custom_sensor_may_skip_with_its_own_reason(project: Path) -> None:
    skipping = OPS.replace("import RunRequest", "import SkipReason")
    skipping = skipping.replace('RunRequest(run_key=f"seen-{threshold}")', 'SkipReason("no flag")')
    (project / "pantry" / "ops.py").write_text(skipping)
    with dg.instance_for_test() as instance:
        result = _look(_repository(project), "flag", instance)
    assert (result.run_requests, result.skip_message) == ([], "no flag")


def test_patterns_leave_source_assets_as_they_are(project: Path) -> None:
    with (project / "pantry" / "assets.py").open("a") as file:
        file.write('\nfrom dagster import SourceAsset\n\nexport = SourceAsset("bronze_export", group_name="crm")\n')
    graph = _repository(project).asset_graph
    groups = {key.to_user_string(): graph.get(key).group_name for key in graph.get_all_asset_keys()}
    assert groups == {"bronze_orders": "raw_layer", "gold": "marts", "bronze_export": "crm"}


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        ("job: bronze, cron", "job-not-found"),
        ('"group:raw_layer"', "selection-empty"),
        ('"0 6 * * *"', "cron-invalid"),
        ("./incoming/", "non-local-sensor-path"),
        ("type: file_watcher", "invalid-value"),
        ('start: "2024-01-01"', "partition-window-invalid"),
    ],
)
def test_a_project_with_an_error_is_refused_before_any_module_is_imported(
    project: Path, broken: str, rule: str
) -> None:
    wrong = {
        "job-not-found": "job: brnze, cron",
        "selection-empty": '"group:nope"',
        "cron-invalid": '"0 26 * * *"',
        "non-local-sensor-path": "s3://lake/incoming/",
        "invalid-value": "type: file_wacher",
        "partition-window-invalid": 'start: "yesterday"',
    }[rule]
    assert broken in FLOE
    (project / "floe.yaml").write_text(FLOE.replace(broken, wrong))
    (project / "pantry" / "__init__.py").write_text("raise SystemExit('imported')\n")
    with pytest.raises(InvalidProjectError, match=rf"error\[{rule}\]"):
        FloeDefinitions.from_compiled_artifacts(floe_file=project / "floe.yaml")
    assert "pantry" not in sys.modules


def test_no_setting_lets_an_error_through(project: Path) -> None:
    (project / "floe.yaml").write_text(FLOE.replace("job: bronze, cron", "job: brnze, cron"))
    settings = '[tool.floe-lint]\nignore = ["reference"]\nseverity = {job-not-found = "info"}\n'
    (project / "pyproject.toml").write_text(settings)
    with pytest.raises(InvalidProjectError, match=r"error\[job-not-found\]"):
        FloeDefinitions.from_compiled_artifacts(floe_file=project / "floe.yaml")


def test_a_variable_without_a_value_is_refused_by_the_loader(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "floe.yaml").write_text(FLOE.replace("${DAYS:30}", "${DAYS}"))
    with pytest.raises(FloeLoadError, match="neither a value nor a default: DAYS"):
        FloeDefinitions.from_compiled_artifacts(floe_file=project / "floe.yaml")
    monkeypatch.setenv("DAYS", "12")
    assert _repository(project).get_job("vacuum").execute_in_process().success
    assert sys.modules["pantry.ops"].CALLS[-1][0] == 12


def test_what_is_given_in_python_is_merged_in(project: Path) -> None:
    @dg.asset
    def extra() -> None: ...

    job = dg.define_asset_job("extra_job", selection=[extra])
    definitions = FloeDefinitions.from_compiled_artifacts(
        floe_file=project / "floe.yaml", assets=[extra], jobs=[job], resources={"catalog": "another"}
    )
    repository = definitions.get_repository_def()
    assert repository.get_job("extra_job").execute_in_process().success
    assert repository.get_job("vacuum").execute_in_process().success
    assert sys.modules["pantry.ops"].CALLS[-1][3] == "str"


def test_checks_of_the_modules_are_loaded(project: Path) -> None:
    checks = """
import dagster as dg


@dg.asset_check(asset="gold")
def not_empty():
    return dg.AssetCheckResult(passed=True)


def _named(name):
    @dg.asset_check(asset="gold", name=name)
    def check():
        return dg.AssetCheckResult(passed=False)

    return check


listed = [_named("fresh"), _named("whole")]
"""
    (project / "pantry" / "assets.py").write_text(ASSETS + checks)
    result = _repository(project).get_job("upstream").execute_in_process(partition_key="2024-01-05")
    shown = {check.check_name: check.passed for check in result.get_asset_check_evaluations()}
    assert shown == {"not_empty": True, "fresh": False, "whole": False}


def test_executors_are_chosen_by_the_platform(project: Path) -> None:
    (project / "platform.yaml").write_text("execution: {type: in_process}\n")
    assert _repository(project).get_job("bronze").executor_def.name == "in_process"
    (project / "platform.yaml").write_text("execution: {type: docker}\n")
    with pytest.raises(FloeLoadError, match='needs "dagster-docker"'):
        _repository(project)


def test_the_message_is_the_lint_report(project: Path) -> None:
    (project / "floe.yaml").write_text(FLOE.replace("job: bronze, cron", "job: brnze, cron"))
    with pytest.raises(InvalidProjectError) as caught:
        FloeDefinitions.from_compiled_artifacts(floe_file=project / "floe.yaml")
    assert str(caught.value).startswith(
        textwrap.dedent("""\
        the project has errors and is not loaded

        error[job-not-found]: schedule "nightly" runs job "brnze", which is not defined; did you mean "bronze"?
        """)
    )
