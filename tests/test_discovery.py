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
    assert discover(["two/*"]).files == ("two/deep/er/floe.yaml", "two/floe.yml")
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
    # As in git, what lies in an excluded folder stays excluded.
    assert discover([], exclude=["deep/", "!/two/"]).files == ("one/floe.yaml", "two/floe.yml")


@pytest.mark.parametrize("line", ["foo\\", "!", "[b-a]c"])
def test_a_line_of_exclude_that_is_no_pattern_excludes_nothing(line: str) -> None:
    assert discover([], exclude=[line]) == discover([])


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


@pytest.mark.parametrize(
    "part",
    ["two/bronze.py", "two/models/a.sql", "two/dbt_project.yml", "two/target/manifest.json", "two/models/schema.yml"],
)
def test_a_part_of_a_project_means_the_project(part: str, tree: Path) -> None:
    for name in (part, "two/dbt_project.yml"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("")
    assert discover([part]) == Discovered(("two/floe.yml",), ())


def test_a_part_beside_the_projects_means_all_of_them(tree: Path) -> None:
    (tree / "lib").mkdir()
    (tree / "lib" / "shared.py").write_text("")
    assert discover(["lib/shared.py"]).files == ("one/floe.yaml", "two/floe.yml", "two/deep/er/floe.yaml")


def test_a_part_of_no_project_is_said_to_be_one(tree: Path) -> None:
    (tree / "one" / "floe.yaml").unlink()
    (tree / "one" / ".git").mkdir()
    (tree / "one" / "a.py").write_text("")
    assert discover(["one/a.py"]) == Discovered(
        (), ('no project owns "one/a.py": there is no floe.yaml in or above its folder',)
    )


def test_any_other_file_is_no_floe_yaml(tree: Path) -> None:
    (tree / "README.md").write_text("")
    assert discover(["README.md", "two/other.yaml"]) == Discovered(
        (), ('"README.md" is not a floe.yaml', '"two/other.yaml" is not a floe.yaml')
    )


def test_a_folder_that_git_ignores_is_read_where_it_is_meant(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert discover(["ignored"]).files == ("ignored/floe.yaml",)
    assert discover(["build"]).files == ("build/out/floe.yaml",)
    monkeypatch.chdir(tree / "ignored")
    assert discover([]).files == ("floe.yaml",)
    assert discover(["."]).files == ("floe.yaml",)


def test_the_floe_yaml_of_the_named_folder_is_read_though_git_ignores_it(tree: Path) -> None:
    (tree / ".gitignore").write_text("floe.yaml\n")
    assert discover(["one"]).files == ("one/floe.yaml",)
    assert discover(["two"]).files == ("two/floe.yml",)


def test_the_cases_of_a_pack_are_no_projects(tree: Path) -> None:
    for path in ("pack.yaml", "leftover/rule.md", "leftover/bad/one/floe.yaml", "leftover/good/one/floe.yaml"):
        (tree / "two" / "rules" / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / "two" / "rules" / path).write_text("")
    (tree / "two" / "bad").mkdir()
    (tree / "two" / "bad" / "floe.yaml").write_text("name: x\n")
    assert discover(["two"]).files == ("two/floe.yml", "two/bad/floe.yaml", "two/deep/er/floe.yaml")
    assert discover(["two/rules/leftover/bad/one"]).files == ("two/rules/leftover/bad/one/floe.yaml",)


@pytest.mark.parametrize("name", ["Floe.yaml", ".floe.yaml", "flow.yaml", "floe.YML", "flo.yaml"])
def test_a_file_that_is_nearly_called_floe_yaml_is_named(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    (folder / ".git").mkdir()
    (folder / name).write_text("")
    (folder / "docker-compose.yml").write_text("")
    hint = f'; there is a "{name}": rename it to "floe.yaml"'
    assert discover([str(folder)]).errors == (f'no floe.yaml in "{folder}" or below it{hint}',)
    monkeypatch.chdir(folder)
    assert discover([]).errors == (f'no floe.yaml in "{folder}", above it or below it{hint}',)
