"""Rules import the standard library and ``floe_lint.rules``, and that costs a run only what its rules use."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from floe_lint import rules
from tests.rule_cases import ROOT, RULES

FILES = sorted(RULES.glob("*/*.py"))
OFFERED = {name for listed in rules.NAMES.values() for name in listed.split()}
FIXES = set(rules.NAMES["findings.problem"].split())
"""What a fix may change is offered whole, used by a built-in rule or not."""


def _imports(path: Path) -> set[tuple[str, str]]:
    """What a file imports anywhere: modules, and names of them."""
    found: set[tuple[str, str]] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            found.update(("." * node.level + (node.module or ""), alias.name) for alias in node.names)
    return found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_rule_imports_nothing_else(path: Path) -> None:
    others = {
        f"{module}.{name}".rstrip(".")
        for module, name in _imports(path)
        if module != "floe_lint.rules" and module.partition(".")[0] not in sys.stdlib_module_names
    }
    assert others == set()


def test_what_is_offered_is_used() -> None:
    used = {name for path in FILES for module, name in _imports(path) if module == "floe_lint.rules"}
    assert OFFERED - used - FIXES == set()


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(Path(rules.__file__).read_text(encoding="utf-8"))
    (choice,) = (node for node in tree.body if isinstance(node, ast.If))
    seen = {
        (node.module, alias.name, alias.asname)
        for node in choice.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    own = {(f"floe_lint.{module}", name, name) for module, listed in rules.NAMES.items() for name in listed.split()}
    assert seen == own


@pytest.mark.parametrize("name", sorted(OFFERED))
def test_a_name_is_found(name: str) -> None:
    assert getattr(rules, name) is vars(rules)[name]


def test_a_name_that_is_not_offered_is_refused() -> None:
    with pytest.raises(AttributeError, match=r"^module 'floe_lint\.rules' has no attribute 'judge'$"):
        getattr(rules, "judge")  # noqa: B009


def test_importing_the_module_imports_no_other() -> None:
    code = "import sys, floe_lint.rules; print(*sorted(name for name in sys.modules if name.startswith('floe_lint')))"
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["floe_lint", "floe_lint.rules"]
