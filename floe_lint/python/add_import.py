"""Where an import is put that a module forgot."""

from __future__ import annotations

import ast

from floe_lint.kernel.positions import Place, Span
from floe_lint.python.known_imports import KnownImport
from floe_lint.python.module_tree import Outline

_WIDEST = 120
"""Characters of a line; a longer one gets an import of its own."""


def add_import(outline: Outline, wanted: KnownImport) -> tuple[Place, str]:
    """The stretch of text to replace, and what by: a further name of an import that is there, or a new line.

    A new line stands behind the imports at the top of the module, those from the same module first; before all else
    where there are none.
    """
    end = "\r\n" if "\r\n" in outline.text else "\n"
    top = _imports_at_top(outline.tree)
    same = [node for node in top if isinstance(node, ast.ImportFrom) and node.module == wanted.module]
    for node in same:
        if wanted.name is not None and not node.level and (found := _among(outline, node, wanted.name, end)):
            return found
    text = wanted.statement
    after = (same or top or [None])[-1]
    if after is None:
        docstring = _docstring(outline.tree)
        if docstring is not None:
            return _at(outline, _last_line(docstring), None), f"{end}{end}{text}"
        first = outline.tree.body[0]
        line = min([first.lineno, *(one.lineno for one in getattr(first, "decorator_list", ()))])
        return _at(outline, line, 1), f"{text}{end}{end}"
    gap = end if isinstance(after, ast.ImportFrom) and after.module == "__future__" else ""
    return _at(outline, _last_line(after), None), f"{end}{gap}{text}"


def _imports_at_top(tree: ast.Module) -> list[ast.Import | ast.ImportFrom]:
    """The imports before anything else but the docstring."""
    found: list[ast.Import | ast.ImportFrom] = []
    for node in tree.body:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.append(node)
        elif node is not _docstring(tree):
            break
    return found


def _docstring(tree: ast.Module) -> ast.stmt | None:
    first = tree.body[0] if tree.body else None
    text = first.value if isinstance(first, ast.Expr) else None
    return first if isinstance(text, ast.Constant) and isinstance(text.value, str) else None


def _among(outline: Outline, node: ast.ImportFrom, name: str, end: str) -> tuple[Place, str] | None:
    """A name put among those of an import, in the order in which isort sorts them."""
    if any(alias.name == "*" for alias in node.names):
        return None
    after = next((alias for alias in node.names if _order(alias.name) > _order(name)), None)
    neighbour = outline.place(after or node.names[-1])
    line, column = neighbour.span.line, neighbour.span.column
    text = outline.line(line)
    alone = not text[: column - 1].strip()
    if alone:
        indent = text[: column - 1]
        if after is not None:
            return _point(outline, line, column), f"{name},{end}{indent}"
        return _point(outline, neighbour.span.end_line, neighbour.span.end_column), f",{end}{indent}{name}"
    if len(text) + len(name) + 2 > _WIDEST or ";" in text:
        return None
    if after is not None:
        return _point(outline, line, column), f"{name}, "
    return _point(outline, neighbour.span.end_line, neighbour.span.end_column), f", {name}"


def _order(name: str) -> tuple[int, str]:
    return (0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2, name)


def _last_line(node: ast.stmt) -> int:
    return node.end_lineno or node.lineno


def _at(outline: Outline, line: int, column: int | None) -> Place:
    """A column of a line, or its end."""
    return _point(outline, line, len(outline.line(line)) + 1 if column is None else column)


def _point(outline: Outline, line: int, column: int) -> Place:
    return Place(outline.path, Span(line, column, line, column))
