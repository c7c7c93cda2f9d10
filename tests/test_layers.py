"""Data flows one way: folders import only those above them in the list, and no files import each other in a circle."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import networkx

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parent.parent

# Each may import those above it. Imports for type checking count too.
LAYERS = (
    "addresses",
    "kernel",
    "findings",
    "disk",
    "variables",
    "yaml",
    "edits",
    "dagster",
    "settings",
    "format",
    "python",
    "dbt",
    "project",
    "boundary",
    "judging",
    "rules",
    "api",
    "report",
    "views",
    "fixes",
    "json_schema",
    "validated",
    "adoption",
    "lsp",
    "cli",
)
HEAVY = tuple("dagster dbt pandas pyarrow pydantic networkx rich typer croniter ruamel pygls celpy".split())


def _module(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _files() -> dict[str, Path]:
    return {_module(path): path for path in sorted((ROOT / "floe_lint").rglob("*.py"))}


@cache
def _imports() -> dict[str, set[str]]:
    """By module, the absolute names that it imports anywhere, those of modules cut off behind the module."""
    found: dict[str, set[str]] = {}
    for name, path in _files().items():
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}, line {node.lineno}: a relative import"
                names.update(f"{node.module}.{alias.name}" for alias in node.names)
                # Importing a module of a package runs the package first.
                names.add(node.module or "")
        found[name] = {_known(imported) for imported in names} - {name}
    return found


def _known(name: str) -> str:
    """The module of ours that a name lies in; any other name as it is."""
    module = name
    while module and module not in _files():
        module = module.rpartition(".")[0]
    return module or name


def _layer(module: str) -> str:
    return module.split(".")[1] if module.startswith("floe_lint.") else ""


def test_no_folder_imports_one_below_it() -> None:
    place = {layer: number for number, layer in enumerate(LAYERS)}
    against = [
        f"{name} imports {other}"
        for name, imported in _imports().items()
        for other in sorted(imported)
        if place.get(_layer(other), -1) > place.get(_layer(name), len(LAYERS))
    ]
    assert against == [], "\n".join(against)


def test_no_files_import_each_other_in_a_circle() -> None:
    graph = networkx.DiGraph(
        (name, other)
        for name, imported in _imports().items()
        for other in imported
        if other in _files() and other != "floe_lint"
    )
    circles = [circle for circle in networkx.strongly_connected_components(graph) if len(circle) > 1]
    assert circles == []


def test_nothing_of_a_user_is_imported() -> None:
    wrong = [
        (name, other)
        for name, imported in _imports().items()
        for other in imported
        if other.split(".")[0] in ("dagster", "dbt", "floe_dagster")
    ]
    assert wrong == []


def test_the_linter_requires_what_it_imports() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    required = {name[0] for name in map(re.compile(r"[\w.-]+").match, project["dependencies"]) if name}
    imported = {other.split(".")[0] for names in _imports().values() for other in names}
    # The linter reaches PyYAML by the names of its modules; tzdata is what zoneinfo reads.
    assert required - imported == {"pyyaml", "tzdata"}


def test_every_folder_has_its_place_in_the_flow() -> None:
    assert set(LAYERS) == {_layer(name) for name in _files()} - {"", "__main__"}


def test_linting_a_clean_project_loads_nothing_heavy() -> None:
    """The promise behind a start that nobody notices: see ``benchmarks/`` for what it costs."""
    code = (
        "import sys\n"
        "from floe_lint.cli import main\n"
        "try:\n    main(['lint', 'examples/ecommerce'])\n"
        "except SystemExit as stop:\n    assert stop.code == 0, stop.code\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stderr.strip() == "[]"
