"""Which files a command line means."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from floe_lint.disk.discovery import Discovered, discover


@pytest.fixture(autouse=True)
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with projects in several places."""
    for path in (
        "one/floe.yaml",
        "two/floe.yml",
        "two/deep/er/floe.yaml",
        "ignored/floe.yaml",
        "build/out/floe.yaml",
        ".hidden/floe.yaml",
        "env/floe.yaml",
        "node_modules/x/floe.yaml",
        "two/other.yaml",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("name: x\n")
    (tmp_path / "env" / "pyvenv.cfg").write_text("")
    (tmp_path / ".gitignore").write_text("/ignored/\nbuild\n")
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_without_arguments_everything_below_is_meant_where_nothing_is_above() -> None:
    assert discover([]) == Discovered(("one/floe.yaml", "two/floe.yml", "two/deep/er/floe.yaml"), ())


def test_without_arguments_the_nearest_above_is_meant(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tree / "two" / "models").mkdir()
    monkeypatch.chdir(tree / "two" / "models")
    assert discover([]) == Discovered(("../floe.yml",), ())


def test_the_search_upward_ends_at_the_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one" / "floe.yaml").unlink()
    monkeypatch.chdir(tmp_path / "one")
    found = discover([])
    assert found == Discovered((), (f'no floe.yaml in "{tmp_path / "one"}", above it or below it',))


def test_folders_files_and_globs() -> None:
    assert discover(["two"]).files == ("two/floe.yml", "two/deep/er/floe.yaml")
    assert discover(["two/other.yaml"]).files == ("two/other.yaml",)
    assert discover(["**/floe.yaml"]).files == (
        "build/out/floe.yaml",
        "env/floe.yaml",
        "ignored/floe.yaml",
        "node_modules/x/floe.yaml",
        "one/floe.yaml",
        "two/deep/er/floe.yaml",
    )


def test_a_file_that_is_named_twice_is_linted_once() -> None:
    assert discover(["one", "one/floe.yaml", "./one/floe.yaml"]).files == ("one/floe.yaml",)


def test_what_is_named_is_linted_even_if_git_ignores_it() -> None:
    assert discover(["ignored/floe.yaml"]).files == ("ignored/floe.yaml",)


def test_a_platform_file_means_the_projects_it_serves(tree: Path) -> None:
    (tree / "two" / "platform.yaml").write_text("version: '1'\n")
    (tree / "two" / "deep" / "platform.yaml").write_text("version: '1'\n")
    assert discover(["two/platform.yaml"]).files == ("two/floe.yml",)
    assert discover(["two/deep/platform.yaml"]).files == ("two/deep/er/floe.yaml",)


def test_exclude() -> None:
    assert discover([], exclude=["deep/"]).files == ("one/floe.yaml", "two/floe.yml")
    # A negated folder brings back what lies in it, though git would not.
    assert discover([], exclude=["deep/", "!/two/"]).files == discover([]).files


def test_errors_name_what_is_not_there() -> None:
    found = discover(["nope", "no/*.yaml", ".git", "one"])
    assert found.files == ("one/floe.yaml",)
    assert found.errors == (
        '"nope" does not exist',
        'no file matches "no/*.yaml"',
        'no floe.yaml in ".git" or below it',
    )


def test_a_link_to_a_folder_above_does_not_loop(tree: Path) -> None:
    os.symlink(tree, tree / "one" / "again")
    assert discover([]).files == ("one/floe.yaml", "two/floe.yml", "two/deep/er/floe.yaml")
