"""Our names for Python's syntax trees do what those of ``ast`` do."""

from __future__ import annotations

import ast
import sysconfig
from pathlib import Path

import pytest

from floe_lint.python import syntax_tree

MODULES = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))[:60]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_trees_are_those_of_ast(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    ours, theirs = syntax_tree.parse(text), ast.parse(text)
    assert ast.dump(ours, include_attributes=True) == ast.dump(theirs, include_attributes=True)
    assert list(map(id, syntax_tree.walk(theirs))) == list(map(id, ast.walk(theirs)))
    assert list(syntax_tree.iter_child_nodes(theirs)) == list(ast.iter_child_nodes(theirs))
    for node in ast.walk(theirs):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            for clean in (False, True):
                assert syntax_tree.get_docstring(node, clean) == ast.get_docstring(node, clean)


def test_an_expression_is_parsed() -> None:
    assert ast.dump(syntax_tree.parse("a | None", mode="eval")) == ast.dump(ast.parse("a | None", mode="eval"))


def test_all_else_comes_from_ast() -> None:
    assert syntax_tree.unparse is ast.unparse
    assert syntax_tree.Name is ast.Name
    with pytest.raises(AttributeError, match="no_such_name"):
        syntax_tree.no_such_name  # type: ignore[attr-defined] # noqa: B018
