"""The root of a repository and the root of a project: what marks each, and who looks up to which."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

from floe_lint.disk.discovery import find_below, nearest_above
from floe_lint.disk.roots import is_repository_root, repository_root, up_to_project_root, up_to_repository_root
from floe_lint.judging.excused import find_waivers
from floe_lint.project.files import ProjectFiles
from floe_lint.python.find_module import search_roots
from floe_lint.settings.pack_folders import outermost_folder
from floe_lint.settings.settings_files import SettingsFiles
from floe_lint.yaml.parse import parse_document

PACKAGE = Path(__file__).parent.parent / "floe_lint"


def _folder(path: Path) -> None:
    path.mkdir()


def _file(path: Path) -> None:
    path.write_text("gitdir: /elsewhere/.git/worktrees/shop\n")


@pytest.fixture(params=[_folder, _file], ids=["folder", "file"])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A repository below another folder, with a project in it; a worktree has a file ``.git``."""
    mark: Callable[[Path], None] = request.param
    root = tmp_path / "outside" / "repository"
    (root / "project" / "deploy").mkdir(parents=True)
    mark(root / ".git")
    (root / "project" / "pyproject.toml").write_text("")
    return root


def test_the_repository_is_marked_by_git_alone(repository: Path) -> None:
    deploy = repository / "project" / "deploy"
    assert repository_root(str(deploy)) == str(repository)
    assert list(up_to_repository_root(str(deploy))) == [str(deploy), str(deploy.parent), str(repository)]
    assert outermost_folder(str(deploy / "floe-lint.toml")) == str(repository)
    assert not is_repository_root(str(repository / "project"))


def test_the_project_is_marked_by_pyproject_or_git(repository: Path) -> None:
    deploy = repository / "project" / "deploy"
    assert up_to_project_root(str(deploy)) == [str(deploy), str(deploy.parent)]
    (repository / "project" / "pyproject.toml").unlink()
    assert up_to_project_root(str(deploy)) == [str(deploy), str(deploy.parent), str(repository)]


def test_outside_of_a_repository_there_is_no_root(tmp_path: Path) -> None:
    """Provided that no folder above the temporary one is in a repository."""
    assert repository_root(str(tmp_path)) is None
    assert list(up_to_repository_root(str(tmp_path)))[-1] == tmp_path.anchor
    assert up_to_project_root(str(tmp_path)) is None
    assert outermost_folder(str(tmp_path / "floe-lint.toml")) == str(tmp_path)


def test_nothing_is_looked_for_above_the_repository(repository: Path) -> None:
    outside, deploy = repository.parent, str(repository / "project" / "deploy")
    for name in ("floe-lint.toml", "floe-waivers.yaml", "floe.yaml", "platform.yaml"):
        (outside / name).write_text("")
    (outside / ".gitignore").write_text("*\n")
    assert SettingsFiles().nearest(deploy).path is None
    assert find_waivers(deploy) is None
    assert nearest_above(deploy) is None
    (repository / "project" / "pyproject.toml").unlink()
    assert _files(deploy).platform is None
    assert search_roots(deploy) == [deploy, str(repository / "project"), str(repository)]
    for name in ("floe-lint.toml", "floe-waivers.yaml", "floe.yaml", "platform.yaml"):
        (repository / name).write_text("")
    assert SettingsFiles().nearest(deploy).path == str(repository / "floe-lint.toml")
    assert find_waivers(deploy) == str(repository / "floe-waivers.yaml")
    assert nearest_above(deploy) == str(repository / "floe.yaml")
    assert list(find_below(str(repository))) == [str(repository / "floe.yaml")]
    platform = _files(deploy).platform
    assert platform is not None
    assert platform.path == str(repository / "platform.yaml")


def test_modules_and_platform_yaml_stay_in_the_project(repository: Path) -> None:
    deploy = str(repository / "project" / "deploy")
    (repository / "platform.yaml").write_text("")
    assert _files(deploy).platform is None
    assert search_roots(deploy) == [deploy, str(repository / "project")]


def _files(folder: str) -> ProjectFiles:
    return ProjectFiles(parse_document(f"{folder}/floe.yaml", ""), process_environment={})


def test_git_is_looked_for_in_one_place() -> None:
    """Discovery names the folder too: to leave it out."""
    naming = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value == ".git"
    }
    assert naming == {"disk/roots.py", "disk/discovery.py"}
