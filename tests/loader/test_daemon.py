"""What the real ``dagster-daemon`` launches for a schedule, each kind of sensor and an automation condition."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple, TypeVar

import dagster as dg
import pytest
from dagster._core.scheduler.instigation import SensorInstigatorData

from tests.loader.installed import environment

pytestmark = pytest.mark.slow

Found = TypeVar("Found")

FLOE = """
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [pantry]
  partitions:
    hourly: {type: time_window, start: "2026-01-01-00:00", cron_schedule: "0 * * * *"}
  assets:
    counted: {partitions: hourly}
    derived: {automation_condition: eager}
  jobs:
    ingest: {type: batch, selection: [landed]}
    refine: {type: batch, selection: [refined]}
    count: {type: batch, selection: [counted]}
    notify: {type: ops, target_function: pantry.notify}
  schedules:
    minutely: {job: count, cron_schedule: "* * * * *"}
  sensors:
    arrival: {type: file_watcher, job: ingest, path: ./incoming/, pattern: "*.csv", poll_interval_seconds: 5}
    rebuilt: {type: asset_sensor, job: refine, watched_assets: [landed], poll_interval_seconds: 5}
    ingested: {type: run_status, job: notify, watched_jobs: [ingest], status: SUCCESS, poll_interval_seconds: 5}
"""
MODULE = """
from floe_dagster import floe_asset


@floe_asset
def landed(context):
    return {"file": context.run.tags["floe/file"]}


@floe_asset
def refined(): ...


@floe_asset
def counted(context): ...


@floe_asset(deps=["landed"])
def derived(): ...


def notify(context): ...
"""
DEFINITIONS = """
from floe_dagster import FloeDefinitions

defs = FloeDefinitions.from_compiled_artifacts()
"""
# Runs in one process start twice as fast, and two at once are enough for two cores.
PLATFORM = "execution: {type: in_process}\n"
INSTANCE = "telemetry: {enabled: false}\nconcurrency: {runs: {max_concurrent_runs: 2}}\n"


class Site(NamedTuple):
    """A project and the Dagster instance that a daemon runs it on."""

    folder: Path
    environment: dict[str, str]
    instance: dg.DagsterInstance

    def start(self) -> subprocess.Popen[bytes]:
        """Start a daemon; it leads a process group of its own, as its code server must end with it."""
        with (self.folder / "daemon.log").open("ab") as log:
            return subprocess.Popen(
                ["dagster-daemon", "run"],
                cwd=self.folder,
                env=self.environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def runs(self, job: str, **tags: str) -> list[dg.DagsterRun]:
        """The runs of a job, oldest first."""
        return [*reversed(self.instance.get_runs(filters=dg.RunsFilter(job_name=job, tags=tags)))]

    def wait_for(self, what: str, look: Callable[[], Found]) -> Found:
        """Look until something is there."""
        deadline = time.monotonic() + 150
        while time.monotonic() < deadline:
            found = look()
            if found:
                return found
            time.sleep(0.2)
        raise AssertionError(f"no {what}; the daemon said:\n{(self.folder / 'daemon.log').read_text()[-4000:]}")

    def wait_for_run(self, job: str, **tags: str) -> dg.DagsterRun:
        """The first run of a job, when it has succeeded."""

        def look() -> dg.DagsterRun | None:
            runs = [run for run in self.runs(job, **tags) if run.is_finished]
            assert [run.run_id for run in runs if run.status is not dg.DagsterRunStatus.SUCCESS] == []
            return runs[0] if runs else None

        return self.wait_for(f"run of {job}", look)  # type: ignore[return-value]

    def arrive(self, name: str) -> None:
        """Put a file where the sensor looks, as one step."""
        (self.folder / name).write_text("1")
        (self.folder / name).rename(self.folder / "incoming" / name)

    def cursor(self) -> str:
        """What the file sensor remembers."""
        for state in self.instance.all_instigator_state():
            if state.instigator_name == "arrival" and isinstance(state.instigator_data, SensorInstigatorData):
                return state.instigator_data.cursor or ""
        return ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill a daemon and its code server."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _site(folder: Path) -> Iterator[Site]:
    project = folder / "project"
    (project / "incoming").mkdir(parents=True)
    (project / "pyproject.toml").write_text("[tool.dagster]\nmodule_name = 'definitions'\n")
    for name, text in {
        "floe.yaml": FLOE,
        "platform.yaml": PLATFORM,
        "pantry.py": MODULE,
        "definitions.py": DEFINITIONS,
    }.items():
        (project / name).write_text(text)
    home = folder / "dagster"
    home.mkdir()
    (home / "dagster.yaml").write_text(INSTANCE)
    with dg.DagsterInstance.from_config(str(home)) as instance:
        yield Site(project, environment(folder, DAGSTER_HOME=str(home)), instance)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A daemon at work, with one file that has arrived."""
    for site in _site(tmp_path_factory.mktemp("daemon")):
        process = site.start()
        site.wait_for("first look", site.cursor)
        site.arrive("first.csv")
        yield site
        _end(process)


@pytest.fixture
def own_site(tmp_path: Path) -> Iterator[Site]:
    yield from _site(tmp_path)


def test_a_file_starts_the_job_of_its_sensor(site: Site) -> None:
    run = site.wait_for_run("ingest")
    assert run.tags["dagster/sensor_name"] == "arrival"
    assert run.tags["floe/file"] == "first.csv"
    event = site.instance.get_latest_materialization_event(dg.AssetKey("landed"))
    assert event is not None
    assert event.asset_materialization is not None
    assert event.asset_materialization.metadata["file"].value == "first.csv"


def test_a_materialization_starts_the_job_of_the_asset_sensor(site: Site) -> None:
    run = site.wait_for_run("refine")
    assert run.tags["dagster/sensor_name"] == "rebuilt"


def test_a_success_starts_the_job_of_the_run_status_sensor(site: Site) -> None:
    ingest = site.wait_for_run("ingest")
    run = site.wait_for_run("notify")
    assert run.tags["dagster/sensor_name"] == "ingested"
    assert run.tags["floe/watched-run"] == ingest.run_id
    assert run.tags["floe/watched-job"] == "ingest"


def test_an_automation_condition_runs_its_asset(site: Site) -> None:
    run = site.wait_for_run("__ASSET_JOB", **{"dagster/sensor_name": "floe_automation"})
    assert run.asset_selection == {dg.AssetKey("derived")}


def test_a_schedule_runs_the_newest_complete_partition(site: Site) -> None:
    run = site.wait_for_run("count")
    assert run.tags["dagster/schedule_name"] == "minutely"
    stamp, partition = run.tags["dagster/run_key"].split("/")
    tick = datetime.fromisoformat(stamp)
    assert (tick.second, tick.tzinfo) == (0, timezone.utc)
    assert partition == run.tags["dagster/partition"] == f"{tick - timedelta(hours=1):%Y-%m-%d-%H:00}"


def test_nothing_ran_twice(site: Site) -> None:
    for job in ("ingest", "refine", "notify"):
        site.wait_for_run(job)
        assert len(site.runs(job)) == 1
    ticks = [run.tags["dagster/run_key"] for run in site.runs("count")]
    assert len(ticks) == len(set(ticks))


def test_a_killed_daemon_loses_no_file_and_repeats_none(own_site: Site) -> None:
    site = own_site
    site.arrive("before.csv")
    process = site.start()
    site.wait_for_run("ingest")
    # Killed when a file has been looked at once and has not been handed on.
    site.arrive("between.csv")
    site.wait_for("look at the second file", lambda: "between.csv" in site.cursor())
    _end(process)
    # Arrives while nobody looks.
    site.arrive("meanwhile.csv")
    process = site.start()
    site.wait_for_run("ingest", **{"floe/file": "meanwhile.csv"})
    site.wait_for_run("ingest", **{"floe/file": "between.csv"})
    # Two further looks find nothing that is new.
    before = site.cursor()
    ticks = _ticks(site)
    site.wait_for("two further looks", lambda: _ticks(site) >= ticks + 2)
    _end(process)
    assert site.cursor() == before
    assert sorted(run.tags["floe/file"] for run in site.runs("ingest")) == [
        "before.csv",
        "between.csv",
        "meanwhile.csv",
    ]


def _ticks(site: Site) -> int:
    """How often the file sensor has looked."""
    (state,) = [found for found in site.instance.all_instigator_state() if found.instigator_name == "arrival"]
    return len(site.instance.get_ticks(state.instigator_origin_id, state.selector_id))
