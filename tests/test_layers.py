"""Data flows one way: a module imports only what lies before it in the flow."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "floe_lint"

# From left to right in the flow; what stands in one tuple may import each other.
LAYERS: tuple[tuple[str, ...], ...] = (
    (
        "places",
        "annotations",
        "nearest",
        "atomic_write",
        "glob",
        "digest",
        "probe",
        "cache_file",
        "record",
        "labels",
        "regex_safety",
    ),
    ("interpolation", "document", "problem", "report", "env_file", "env_syntax"),
    ("edits", "schema", "selection", "timing", "python_code", "dbt_manifest", "waivers", "baseline"),
    ("project", "boundary", "engine", "policy"),
    ("packs",),
    ("configuration", "discovery", "extends"),
    ("accepted", "changed", "memory", "parallel"),
    ("api",),
    ("render", "graph_view", "fixes", "json_schema"),
    ("validated", "adoption", "lsp"),
    ("cli",),
)
HEAVY = tuple("dagster dbt pandas pyarrow pydantic networkx rich typer croniter ruamel pygls celpy".split())


def _imports(path: Path) -> set[str]:
    """Absolute module names that a file imports anywhere, except for type checking only."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


def _part(module: str) -> str:
    return module.split(".")[1] if module.startswith("floe_lint.") else ""


def _layer(part: str) -> int | None:
    return next((number for number, parts in enumerate(LAYERS) if part in parts), None)


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_no_module_imports_one_to_its_right(path: Path) -> None:
    part = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if part in ("__init__", "__main__"):
        return
    own = _layer(part)
    assert own is not None, f"{part} has no place in the flow: add it to LAYERS"
    for module in _imports(path):
        assert not module.startswith(("dagster", "dbt.", "floe_dagster")), f"{path} imports {module}"
        imported = _layer(_part(module))
        if imported is not None:
            assert imported <= own, f"{path.relative_to(ROOT)} ({part}) imports {module}, which comes after it"


def test_every_layer_is_there() -> None:
    parts = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if not path.name.startswith("__")}
    assert {part for layer in LAYERS for part in layer} == parts - {"py.typed", "rules"}


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
