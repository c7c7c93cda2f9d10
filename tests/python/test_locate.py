"""Where modules are found, against what Python itself would import."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from floe_lint.python.find_module import ModuleFile, NotFound, find_module, search_roots
from floe_lint.python.read_module import read_module


def _tree(folder: Path, *files: str) -> str:
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("", encoding="utf-8")
    return str(folder)


def _found(name: str, roots: list[str], package: str | None = None) -> tuple[str, str] | None:
    found = find_module(name, roots, package)
    if isinstance(found, NotFound):
        return None
    return found.name, Path(found.path).relative_to(roots[-1]).as_posix()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a", ("a", "a/__init__.py")),
        ("a.bronze", ("a.bronze", "a/bronze.py")),
        ("a.layers.gold", ("a.layers.gold", "a/layers/gold.py")),
        ("a.layers", ("a.layers", "a/layers")),
        ("space.only", ("space.only", "space/only.py")),
        ("space", ("space", "space")),
        ("fast.sums", ("fast.sums", "fast/sums.cpython-311-x86_64-linux-gnu.so")),
        ("both", ("both", "both/__init__.py")),
        ("data", None),
        ("A.bronze", None),
        ("a.bronze.x", None),
        ("a/bronze", None),
        ("a.bronze.py", None),
        ("a..bronze", None),
        ("", None),
        (".", None),
        ("..", None),
    ],
)
def test_a_module_is_found_by_its_absolute_name(name: str, expected: tuple[str, str] | None, tmp_path: Path) -> None:
    root = _tree(
        tmp_path,
        "a/__init__.py",
        "a/bronze.py",
        "a/layers/gold.py",
        "space/only.py",
        "fast/sums.cpython-311-x86_64-linux-gnu.so",
        "both/__init__.py",
        "both.py",
        "data/orders.csv",
    )
    assert _found(name, [root]) == expected


@pytest.mark.parametrize("name", ["a", "a.bronze", "space.only", "both", "late", "mixed.inner"])
def test_python_finds_the_same_file(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _tree(tmp_path / "first", "a/__init__.py", "a/bronze.py", "both/__init__.py", "mixed/other.py")
    second = _tree(tmp_path / "second", "both.py", "space/only.py", "late.py", "mixed/inner.py")
    monkeypatch.setattr(sys, "path", [first, second, *sys.path])
    for known in [known for known in sys.modules if known.partition(".")[0] in ("a", "space", "both", "mixed")]:
        monkeypatch.delitem(sys.modules, known)
    importlib.invalidate_caches()
    spec = importlib.util.find_spec(name)
    found = find_module(name, [first, second])
    for made in [made for made in sys.modules if made.partition(".")[0] in ("a", "space", "mixed")]:
        del sys.modules[made]
    assert spec is not None
    assert isinstance(found, ModuleFile)
    assert found.path == spec.origin


@pytest.mark.parametrize("name", ["bronze", ".bronze", "a.bronze"])
def test_a_module_beside_floe_yaml_in_a_package_has_its_true_name(name: str, tmp_path: Path) -> None:
    root = _tree(tmp_path, "a/__init__.py", "a/bronze.py")
    assert _found(name, [str(tmp_path / "a"), root], "a") == ("a.bronze", "a/bronze.py")


def test_relative_imports_work_in_a_module_found_beside_floe_yaml(tmp_path: Path) -> None:
    root = _tree(tmp_path, "a/__init__.py", "a/names.py", "a/bronze.py")
    (tmp_path / "a/names.py").write_text("GROUP = 'bronze'\n", encoding="utf-8")
    (tmp_path / "a/bronze.py").write_text(
        "from dagster import asset\nfrom .names import GROUP\n@asset(group_name=GROUP)\ndef x(): pass\n",
        encoding="utf-8",
    )
    found = find_module("bronze", [str(tmp_path / "a"), root], "a")
    assert isinstance(found, ModuleFile)
    assert [(asset.key, asset.group) for asset in read_module(found).assets] == [(("x",), "bronze")]


def test_dots_go_up_from_the_package(tmp_path: Path) -> None:
    root = _tree(tmp_path, "a/__init__.py", "a/b/__init__.py", "a/gold.py")
    roots = [str(tmp_path / "a/b"), str(tmp_path / "a"), root]
    assert _found("..gold", roots, "a.b") == ("a.gold", "a/gold.py")
    assert _found("....gold", roots, "a.b") is None


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("a.bronz", "a.bronze"),
        ("a.layer.gold", "a.layers.gold"),
        ("spase.only", "space.only"),
        ("fast.sum", "fast.sums"),
        ("warehouse.gold", None),
    ],
)
def test_a_near_name_is_suggested(name: str, near: str | None, tmp_path: Path) -> None:
    root = _tree(tmp_path, "a/__init__.py", "a/bronze.py", "a/layers/gold.py", "space/only.py", "fast/sums.pyd")
    assert find_module(name, [root]) == NotFound(name, (root,), near)


def test_a_file_that_appears_later_is_suggested_too(tmp_path: Path) -> None:
    root = _tree(tmp_path, "gold.py")
    assert find_module("silvr", [root]) == NotFound("silvr", (root,), None)
    _tree(tmp_path, "silver.py")
    assert find_module("silvr", [root]) == NotFound("silvr", (root,), "silver")


def test_the_way_up_ends_at_the_project(tmp_path: Path) -> None:
    _tree(tmp_path, "p/pyproject.toml", "p/src/a.py", "p/deploy/floe.yaml")
    folder = tmp_path / "p" / "deploy"
    assert search_roots(str(folder)) == [str(folder), str(tmp_path / "p"), str(tmp_path / "p/src")]


def test_a_folder_has_no_assets_and_a_compiled_module_unknown_ones(tmp_path: Path) -> None:
    root = _tree(tmp_path, "space/only.py", "fast.so")
    folder, compiled = find_module("space", [root]), find_module("fast", [root])
    assert isinstance(folder, ModuleFile)
    assert isinstance(compiled, ModuleFile)
    assert (read_module(folder).assets, read_module(folder).unknowns) == ((), ())
    assert [unknown.reason for unknown in read_module(compiled).unknowns] == ['module "fast" is compiled']
