"""``floe backfill``: batches, failures that do not stop the rest, and going on where it was interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import dagster as dg
import pytest

from floe_dagster.commands.backfill import BACKFILL_TAG, instance_for

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent.parent

FLOE = """
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [pantry]
  partitions:
    daily: {type: time_window, start: "2024-01-01", cron_schedule: "0 0 * * *"}
  assets:
    "*": {partitions: daily}
  jobs:
    load: {type: batch, selection: [orders]}
  backfills:
    week: {job: load, partition_range: {start: "2024-01-01", end: "2024-01-05"}, batch_size: 2}
"""
# Each run leaves a line; a file "fail-KEY" makes a partition fail, "slow" makes every one take its time.
MODULE = """
import pathlib
import time

from floe_dagster import floe_asset


@floe_asset
def orders(context):
    key = context.partition_key
    with open("begun.txt", "a") as file:
        file.write(key + "\\n")
    if pathlib.Path("slow").exists():
        time.sleep(1)
    if pathlib.Path("fail-" + key).exists():
        raise ValueError("no data for " + key)
    with open("done.txt", "a") as file:
        file.write(key + "\\n")
"""
DAYS = [f"2024-01-0{day}" for day in range(1, 6)]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    (tmp_path / "floe.yaml").write_text(FLOE)
    (tmp_path / "pantry.py").write_text(MODULE)
    return tmp_path


def _command(*arguments: str) -> list[str]:
    code = "from floe_dagster.commands.options import backfill; import typer; typer.run(backfill)"
    return [sys.executable, "-c", code, *arguments]


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"}
    return {**kept, "PYTHONPATH": str(ROOT)}


def _run(project: Path, *arguments: str) -> tuple[int, str, str]:
    result = subprocess.run(
        _command(*arguments), cwd=project, capture_output=True, text=True, timeout=180, env=_environment()
    )
    errors = [
        line for line in result.stderr.splitlines() if "dagster" not in line and line.startswith((" ", "floe", "1"))
    ]
    return result.returncode, result.stdout, "\n".join(errors)


def _lines(project: Path, name: str) -> list[str]:
    path = project / name
    return path.read_text().split() if path.exists() else []


def test_a_dry_run_says_what_would_run_and_runs_nothing(project: Path) -> None:
    status, out, _ = _run(project, "week", "--dry-run")
    assert status == 0
    assert out == (
        'backfill "week" runs job "load" for 5 of 5 partitions\n'
        "  batch 1: 2024-01-01 to 2024-01-02 (2 partitions)\n"
        "  batch 2: 2024-01-03 to 2024-01-04 (2 partitions)\n"
        "  batch 3: 2024-01-05\n"
    )
    assert _lines(project, "begun.txt") == []


def test_a_failure_is_told_and_the_rest_runs_and_the_next_run_retries_only_it(project: Path) -> None:
    (project / "fail-2024-01-02").touch()
    status, out, errors = _run(project, "week")
    assert status == 1
    assert out.endswith('backfill "week": 4 of 5 partitions done\n')
    assert 'asset step "orders": ' in errors
    assert "no data for 2024-01-02" in errors
    assert _lines(project, "done.txt") == [day for day in DAYS if day != "2024-01-02"]
    (project / "fail-2024-01-02").unlink()
    status, out, _ = _run(project, "week")
    assert status == 0
    assert out == (
        '4 of 5 partitions are done already\nbatch 1 of 1: 2024-01-02\nbackfill "week": 5 of 5 partitions done\n'
    )
    assert sorted(_lines(project, "done.txt")) == DAYS


def test_after_a_kill_nothing_is_lost_and_nothing_that_was_done_runs_again(project: Path) -> None:
    (project / "slow").touch()
    process = subprocess.Popen(
        _command("week"), cwd=project, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=_environment()
    )
    deadline = time.monotonic() + 120
    while len(_lines(project, "begun.txt")) < 3 and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    done = _lines(project, "done.txt")
    assert done == DAYS[:2]
    (project / "slow").unlink()
    status, _, _ = _run(project, "week")
    assert status == 0
    assert _lines(project, "done.txt") == DAYS


def test_an_unknown_name_is_refused_with_the_nearest(project: Path) -> None:
    status, _, errors = _run(project, "weak")
    assert status == 2
    assert errors == 'floe backfill: there is no backfill "weak"; did you mean "week"?'


def test_runs_carry_the_tags_of_the_backfill(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # An instance of another test's must not be taken for the project's.
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    given = 'tags: {team: core, "cost center": "a b", dagster/priority: "3", floe/backfill: other}'
    floe = FLOE.replace("batch_size: 2", f"batch_size: 2, {given}").replace(
        "selection: [orders]", "selection: [orders], tags: {team: sales, tier: gold}"
    )
    (project / "floe.yaml").write_text(floe)
    assert _run(project, "week")[0] == 0
    with instance_for(project) as instance:
        runs = instance.get_runs(filters=dg.RunsFilter(tags={BACKFILL_TAG: "week"}))
    own = [{key: tag for key, tag in run.tags.items() if not key.startswith("dagster/partition")} for run in runs]
    assert own == 5 * [
        {"team": "core", "cost center": "a b", "dagster/priority": "3", "tier": "gold", BACKFILL_TAG: "week"}
    ]
    assert sorted(run.tags["dagster/partition"] for run in runs) == DAYS
    status, out, _ = _run(project, "week")
    assert (status, out) == (
        0,
        '5 of 5 partitions are done already\nbackfill "week": 5 of 5 partitions done\n',
    )


def test_a_dry_run_shows_the_description(project: Path) -> None:
    (project / "floe.yaml").write_text(FLOE.replace("batch_size: 2", "batch_size: 5, description: Rebuild January."))
    assert _run(project, "week", "--dry-run")[1] == (
        'backfill "week" runs job "load" for 5 of 5 partitions\n'
        "  Rebuild January.\n"
        "  batch 1: 2024-01-01 to 2024-01-05 (5 partitions)\n"
    )
