"""The hook as pre-commit runs it, from the repository as it is checked out."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rule_cases import ROOT

BAD = """name: shop
version: "1.0.0"
orchestration:
  schedules:
    daily:
      job: bronze_refesh
      cron_schedule: "0 6 * * *"
"""


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.com", *arguments],
        cwd=folder,
        check=True,
        capture_output=True,
    )


@pytest.mark.parametrize("hook", ["floe-lint", "floe-lint-files"])
def test_try_repo_reports_a_bad_floe_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hook: str) -> None:
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    repository = tmp_path / "repository"
    repository.mkdir()
    _git(repository, "init", "--quiet")
    floe = repository / "pipelines" / "floe.yaml"
    floe.parent.mkdir()
    floe.write_text(BAD)
    _git(repository, "add", ".")
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), hook, "--all-files", "--color", "never"]
    result = subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=600)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "exit code: 1" in result.stdout
    assert (
        'error[job-not-found]: schedule "daily" runs job "bronze_refesh", which is not defined; '
        "define it under orchestration.jobs\n --> pipelines/floe.yaml:6:12\n"
    ) in result.stdout
