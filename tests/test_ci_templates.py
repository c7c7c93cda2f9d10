"""The GitHub action and the GitLab template: valid by the vendors' schemas, and every step of them run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
ACTION = ROOT / "action.yml"
TEMPLATE = ROOT / "ci" / "gitlab" / "floe-lint.gitlab-ci.yml"


@pytest.mark.parametrize(("schema", "path"), [("vendor.github-actions", ACTION), ("vendor.gitlab-ci", TEMPLATE)])
def test_the_vendors_schema_accepts_it(schema: str, path: Path) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout + result.stderr


def _steps() -> dict[str, dict[str, Any]]:
    content = yaml.safe_load(ACTION.read_text(encoding="utf-8"))
    return {step["name"]: step for step in content["runs"]["steps"]}


def test_no_input_is_part_of_a_script() -> None:
    for step in _steps().values():
        assert "${{" not in step["run"]


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A runner's temporary folder after the action's first step."""
    folder = tmp_path_factory.mktemp("runner")
    step = _steps()["Install floe-lint"]
    environment = {**os.environ, "PYTHON": sys.executable, "RUNNER_TEMP": str(folder), "GITHUB_ACTION_PATH": str(ROOT)}
    environment.pop("PYTHONPATH", None)
    subprocess.run(["bash", "-eo", "pipefail", "-c", step["run"]], env=environment, check=True, timeout=600)
    return folder


def _lint(runner: Path, folder: Path, paths: str = "", arguments: str = "") -> subprocess.CompletedProcess[str]:
    """Run the step as GitHub does, in a checkout."""
    for name in ("output", "summary"):
        (runner / name).write_text("")
    environment = {
        **os.environ,
        "RUNNER_TEMP": str(runner),
        "PATHS": paths,
        "ARGUMENTS": arguments,
        "GITHUB_OUTPUT": str(runner / "output"),
        "GITHUB_STEP_SUMMARY": str(runner / "summary"),
    }
    environment.pop("PYTHONPATH", None)
    script = ["bash", "-eo", "pipefail", "-c", _steps()["Lint"]["run"]]
    return subprocess.run(script, env=environment, cwd=folder, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A repository with a clean project and a broken one whose folder has a blank in its name."""
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean" / "floe.yaml").write_text('name: clean\nversion: "1.0.0"\n')
    shutil.copytree(ROOT / "examples" / "ecommerce-broken", tmp_path / "bro ken")
    return tmp_path


def test_the_action_annotates_summarises_and_fails(runner: Path, checkout: Path) -> None:
    result = _lint(runner, checkout, "clean\nbro ken/floe.yaml\n", "--show-info")
    assert result.returncode == 1
    assert "::error title=floe-lint (invalid-value),file=bro ken/floe.yaml,line=4," in result.stdout
    assert (runner / "output").read_text() == f"sarif={runner}/floe-lint.sarif\nexit-code=1\n"
    assert (runner / "summary").read_text().startswith("### floe-lint: 16 errors, 2 warnings, ")
    assert json.loads((runner / "floe-lint.sarif").read_text())["version"] == "2.1.0"


def test_the_action_passes_a_clean_project(runner: Path, checkout: Path) -> None:
    result = _lint(runner, checkout, "clean")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")
    assert (runner / "summary").read_text().startswith("### floe-lint: no problems found in 1 project\n")
    assert (runner / "output").read_text().endswith("exit-code=0\n")


def test_the_action_leaves_no_old_report_where_it_could_not_lint(runner: Path, checkout: Path) -> None:
    _lint(runner, checkout, "clean")
    result = _lint(runner, checkout, "no-such-folder")
    assert result.returncode == 2
    assert "no-such-folder" in result.stderr
    assert not (runner / "floe-lint.sarif").exists()
    assert (runner / "summary").read_text() == ""
    assert (runner / "output").read_text().endswith("exit-code=2\n")


def test_no_input_can_add_a_command(runner: Path, checkout: Path) -> None:
    result = _lint(runner, checkout, '"; touch hacked; "\n$(touch hacked)\n`touch hacked`')
    assert result.returncode == 2
    assert not (checkout / "hacked").exists()


def test_the_gitlab_job_writes_its_reports_and_fails(runner: Path, checkout: Path) -> None:
    job = yaml.safe_load(TEMPLATE.read_text(encoding="utf-8"))
    variables = {**job["variables"], "FLOE_LINT_PACKAGE": str(ROOT), "FLOE_LINT_ARGUMENTS": "clean bro?ken"}
    environment = {**os.environ, **variables, "PATH": f"{runner / 'floe-lint' / 'bin'}:{os.environ['PATH']}"}
    environment.pop("PYTHONPATH", None)
    script = "\n".join(job["floe-lint"]["script"])
    result = subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        env=environment,
        cwd=checkout,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1, result.stderr
    assert "Found 16 errors and 2 warnings in 2 projects" in result.stdout
    reports = job["floe-lint"]["artifacts"]["reports"]
    quality = json.loads((checkout / reports["codequality"]).read_text())
    assert "bro ken/floe.yaml" in {entry["location"]["path"] for entry in quality}
    assert (checkout / reports["junit"]).read_text().startswith('<?xml version="1.0" encoding="utf-8"?>\n<testsuites')
