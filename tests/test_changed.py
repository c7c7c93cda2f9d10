"""``--changed-since``: every project that a change may touch, and no other."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from floe_lint.api import LintError, Options, lint

FLOE = 'name: {0}\nversion: "1.0.0"\norchestration:\n  asset_modules: [{0}_assets]\n'
ASSETS = "from dagster import asset\n\n\n@asset(group_name='g')\ndef {0}_orders(): ...\n"


def _git(*arguments: str) -> None:
    subprocess.run(
        ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", *arguments],
        check=True,
        capture_output=True,
    )


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two projects, committed an hour ago; the second has its module in a folder beside it."""
    monkeypatch.chdir(tmp_path)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "floe.yaml").write_text(FLOE.format(name))
    (tmp_path / "a" / "a_assets.py").write_text(ASSETS.format("a"))
    (tmp_path / "b_assets.py").write_text(ASSETS.format("b"))
    (tmp_path / ".gitignore").write_text("target/\n")
    _git("init", "-q", "-b", "main")
    _git("add", "-A")
    _git("commit", "-q", "-m", "first")
    return tmp_path


def _projects(ref: str = "HEAD") -> list[str]:
    return list(lint(".", options=Options(changed_since=ref)).projects)


def test_nothing_changed(repository: Path) -> None:
    assert repository.is_dir()
    assert _projects() == []


def test_a_floe_yaml_that_changed(repository: Path) -> None:
    (repository / "a" / "floe.yaml").write_text(FLOE.format("a") + "# more\n")
    assert _projects() == ["a/floe.yaml"]


def test_a_module_outside_of_the_projects_folder(repository: Path) -> None:
    (repository / "b_assets.py").write_text(ASSETS.format("b") + "# more\n")
    assert _projects() == ["b/floe.yaml"]


def test_a_module_that_is_gone(repository: Path) -> None:
    (repository / "b_assets.py").unlink()
    assert "b/floe.yaml" in _projects()


def test_a_file_that_git_does_not_know_yet(repository: Path) -> None:
    (repository / "a" / "platform.yaml").write_text("storage: {default: {type: local}}\n")
    assert _projects() == ["a/floe.yaml"]


def test_settings_concern_every_project_below(repository: Path) -> None:
    (repository / "pyproject.toml").write_text("[tool.floe-lint]\nshow-info = true\n")
    assert _projects() == ["a/floe.yaml", "b/floe.yaml"]


def test_commits_since_the_branch_left_count(repository: Path) -> None:
    _git("checkout", "-q", "-b", "feature")
    (repository / "a" / "floe.yaml").write_text(FLOE.format("a") + "# more\n")
    _git("commit", "-q", "-am", "second")
    _git("checkout", "-q", "main")
    (repository / "b" / "floe.yaml").write_text(FLOE.format("b") + "# more\n")
    _git("commit", "-q", "-am", "third")
    _git("checkout", "-q", "feature")
    assert _projects("main") == ["a/floe.yaml"]


@pytest.mark.parametrize("ref", ["no-such-branch", "--output=x", ""])
def test_a_commit_that_is_not_there(repository: Path, ref: str) -> None:
    with pytest.raises(LintError) as caught:
        _projects(ref)
    assert str(caught.value) == f'--changed-since: "{ref}" is no commit of this repository'
    assert not (repository / "x").exists()


def test_a_folder_without_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path.parent))
    (tmp_path / "floe.yaml").write_text('name: x\nversion: "1.0.0"\n')
    with pytest.raises(LintError, match=r"^--changed-since: fatal: not a git repository"):
        _projects()
