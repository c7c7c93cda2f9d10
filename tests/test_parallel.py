"""Many projects, judged by several processes, give the report that one process gives."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from floe_lint.api import ENOUGH, LintError, Options, lint
from floe_lint.disk import filesystem
from floe_lint.findings.finding import Report
from floe_lint.judging import processes


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty projects, every third with a defect and one with settings of its own."""
    (tmp_path / ".git").mkdir()
    for number in range(ENOUGH + 4):
        folder = tmp_path / f"project_{number:02}"
        folder.mkdir()
        (folder / "assets.py").write_text("from dagster import asset\n\n\n@asset\ndef orders(): ...\n")
        job = "gone" if number % 3 == 0 else "refresh"
        (folder / "floe.yaml").write_text(
            f'name: project-{number}\nversion: "1.0.0"\norchestration:\n  asset_modules: [assets]\n'
            '  jobs:\n    refresh: {type: batch, selection: ["*"]}\n'
            f'  schedules:\n    daily: {{job: {job}, cron_schedule: "0 6 * * *"}}\n'
        )
    (tmp_path / "project_03" / "floe-lint.toml").write_text('severity = {job-not-found = "warning"}\n')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _report(processes: int) -> Report:
    return lint(".", options=Options(processes=processes))


def test_the_report_is_that_of_one_process(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert repository.is_dir()
    alone = _report(1)
    monkeypatch.setattr(processes, "can_fork", lambda: True)
    with monkeypatch.context() as patch:
        patch.setattr(processes, "map_forked", lambda *_: [])
        assert _report(2).findings == ()
    assert _report(2) == alone
    assert [finding.severity for finding in alone.findings if finding.rule == "job-not-found"].count("error") == 6


def test_what_is_asked_elsewhere_is_recorded_here(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "can_fork", lambda: True)
    recorded = []
    for count in (1, 2):
        filesystem.start_recording()
        _report(count)
        recorded.append(filesystem.stop_recording())
    assert recorded[0] == recorded[1]
    assert recorded[0] is not None
    assert filesystem.still_holds(recorded[0])
    (repository / "project_07" / "assets.py").write_text("# changed\n")
    assert not filesystem.still_holds(recorded[0])


def test_settings_that_cannot_be_followed_end_the_run(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "can_fork", lambda: True)
    (repository / "project_05" / "floe-lint.toml").write_text("selct = []\n")
    with pytest.raises(LintError) as caught:
        _report(2)
    assert str(caught.value).endswith('project_05/floe-lint.toml: "selct" is not a setting; did you mean "select"?')


def test_progress_is_told(repository: Path) -> None:
    assert repository.is_dir()
    told: list[tuple[int, int]] = []
    lint(".", options=Options(judged=lambda done, total: told.append((done, total))))
    assert told == [(number, ENOUGH + 4) for number in range(ENOUGH + 5)]


def test_a_process_that_the_system_ends_is_told() -> None:
    def work(path: str) -> str:
        os.kill(os.getpid(), signal.SIGKILL)
        return path

    with pytest.raises(processes.WorkerEndedError) as caught:
        list(processes.map_forked(work, ["a", "b"], 2))
    assert str(caught.value) == (
        "a process that linted was ended by the system, which may be short of memory; lint fewer projects at once"
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.slow
def test_processes_end_where_the_host_ignores_signals(
    repository: Path, monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    """Whatever ends first: in a pool that is ended by signals some of these runs wait for ever."""
    monkeypatch.setattr(processes, "can_fork", lambda: True)
    (repository / "project_00" / "floe-lint.toml").write_text("selct = []\n")
    before = signal.signal(number, signal.SIG_IGN)
    try:
        for _ in range(20):
            with pytest.raises(LintError):
                _report(2)
    finally:
        signal.signal(number, before)
