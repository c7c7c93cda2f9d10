"""The compiled artifact vouches for exactly what it was made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from floe_dagster.artifacts import artifact_path, holds, write_artifact
from floe_lint.api import Options, lint_reported, open_project
from floe_lint.project.project import Project

FLOE = """
name: shop
version: "1.0.0"
orchestration:
  asset_modules: [pantry]
  jobs:
    all: {type: batch, selection: ["${SELECTED:*}"]}
"""
MODULE = "from floe_dagster import floe_asset\n\n\n@floe_asset\ndef orders(context): ...\n"
ENVIRONMENT = {"SELECTED": "orders", "PASSWORD": "hunter2-hunter2"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A compiled project, with a signing key of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[project]\nname = 'shop'\n")
    (folder / "floe.yaml").write_text(FLOE)
    (folder / "pantry.py").write_text(MODULE)
    judged, report = lint_reported(str(folder / "floe.yaml"), Options(env=ENVIRONMENT))
    assert report.ok
    write_artifact(judged, ENVIRONMENT, waived=False)
    return folder


def _open(folder: Path) -> Project:
    return open_project(str(folder / "floe.yaml"), Options(env=ENVIRONMENT))


def test_it_holds_for_what_it_was_made_from(project: Path) -> None:
    assert holds(_open(project), ENVIRONMENT)


def test_it_holds_no_value_of_the_environment(project: Path) -> None:
    assert "hunter2" not in artifact_path(project).read_text()


@pytest.mark.parametrize("name", ["floe.yaml", "pantry.py"])
def test_every_change_of_an_input_ends_it(project: Path, name: str) -> None:
    (project / name).write_text((project / name).read_text() + "\n# changed\n")
    assert not holds(_open(project), ENVIRONMENT)


def test_a_new_file_that_counts_ends_it(project: Path) -> None:
    (project / "platform.yaml").write_text("storage: {default: {type: local}}\n")
    assert not holds(_open(project), ENVIRONMENT)


def test_another_value_of_a_variable_ends_it(project: Path) -> None:
    assert not holds(_open(project), {**ENVIRONMENT, "SELECTED": "nothing"})
    assert holds(_open(project), {**ENVIRONMENT, "UNUSED": "x"})


def test_what_was_tampered_with_is_not_believed(project: Path) -> None:
    path = artifact_path(project)
    content = json.loads(path.read_text())
    (project / "pantry.py").write_text("raise SystemExit\n")
    from floe_dagster.artifacts import digests

    content["inputs"] = digests([str(project / name) for name in content["inputs"]], project)
    path.write_text(json.dumps(content))
    assert not holds(_open(project), ENVIRONMENT)


def test_what_another_user_signed_is_not_believed(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(project.parent / "other"))
    assert not holds(_open(project), ENVIRONMENT)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"signature": 1}'])
def test_a_broken_artifact_is_no_error(project: Path, text: str) -> None:
    artifact_path(project).write_text(text)
    assert not holds(_open(project), ENVIRONMENT)
