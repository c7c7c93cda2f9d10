"""The hook as pre-commit runs it, from the repository as it is checked out and as ``floe init`` writes it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rule_cases import ROOT

pytestmark = pytest.mark.slow

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


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What pre-commit prints for each hook; one run of both installs the package once."""
    folder = tmp_path_factory.mktemp("pre-commit")
    repository = folder / "repository"
    repository.mkdir()
    _git(repository, "init", "--quiet")
    floe = repository / "pipelines" / "floe.yaml"
    floe.parent.mkdir()
    floe.write_text(BAD)
    _git(repository, "add", ".")
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "--all-files", "--color", "never"]
    environment = {**os.environ, "PRE_COMMIT_HOME": str(folder / "cache")}
    result = subprocess.run(command, cwd=repository, env=environment, capture_output=True, text=True, timeout=600)
    assert result.returncode == 1, result.stdout + result.stderr
    # A hook begins with a line of its name, dots and its status.
    parts = re.split(r"^- hook id: (\S+)$", result.stdout, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("hook", ["floe-lint", "floe-lint-files"])
def test_try_repo_reports_a_bad_floe_yaml(outputs: dict[str, str], hook: str) -> None:
    assert outputs[hook].startswith("\n- exit code: 1\n")
    assert (
        'error[job-not-found]: schedule "daily" runs job "bronze_refesh", which is not defined; '
        "define it under orchestration.jobs\n --> pipelines/floe.yaml:6:12\n"
    ) in outputs[hook]


def test_the_hook_that_init_writes_reports_a_bad_floe_yaml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The package comes from a wheel of this checkout, which stands in for the package index."""
    build = [sys.executable, "-m", "build", "--wheel", "--outdir", str(tmp_path / "index"), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True, timeout=600)
    links = (str(tmp_path / "index"), os.environ.get("PIP_FIND_LINKS", ""))
    monkeypatch.setenv("PIP_FIND_LINKS", " ".join(filter(None, links)))
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("PYTHONPATH", raising=False)
    repository = tmp_path / "repository"
    floe = repository / "pipelines" / "floe.yaml"
    floe.parent.mkdir(parents=True)
    floe.write_text(BAD)
    _git(repository, "init", "--quiet")
    init = [sys.executable, "-m", "floe_lint", "init", "--yes"]
    subprocess.run(init, cwd=repository, check=True, capture_output=True)
    _git(repository, "add", ".")
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
    result = subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=600)
    assert result.returncode == 1, result.stdout + result.stderr
    assert (
        'error[job-not-found]: schedule "daily" runs job "bronze_refesh", which is not defined; '
        "define it under orchestration.jobs\n --> pipelines/floe.yaml:7:12\n"
    ) in result.stdout
    floe.write_text(BAD.partition("orchestration:")[0])
    result = subprocess.run(command, cwd=repository, capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stdout + result.stderr
    (environment,) = (tmp_path / "cache").glob("repo*/py_env-*")
    (repository / ".pre-commit-config.yaml").rename(tmp_path / "written.yaml")
    subprocess.run([environment / "bin" / "floe", "init", "--yes"], cwd=repository, check=True, capture_output=True)
    assert (repository / ".pre-commit-config.yaml").read_text() == (tmp_path / "written.yaml").read_text()
