"""What Python accepts and nobody means: a decorator without its "@", strings that lost the comma between them."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from typing import Literal

from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.python.facts import SyntaxDefect
from floe_lint.python.find_module import ModuleFile
from floe_lint.python.read_module import ModuleReader

_DECORATORS = frozenset(["asset", "floe_asset", "multi_asset", "graph_asset", "asset_check"])
_LISTS = frozenset(["deps", "inputs", "outputs", "owners", "kinds"])
_BARE = re.compile(rf"^(?:\w+\.)?(?:{'|'.join(sorted(_DECORATORS))})\b", re.MULTILINE)
_ADJACENT = re.compile(r"""["']\s+["']""")
_STRING = re.compile(r"""("[^"\\\n]*"|'[^'\\\n]*')""")


class Slip(NamedTuple):
    """``text`` is the name of the decorator, or the string that two became; ``of`` the function or the argument."""

    kind: Literal["decorator", "strings"]
    text: str
    of: str
    parts: tuple[str, ...]
    place: Place


def slips(file: ModuleFile, reader: ModuleReader) -> Iterator[Slip]:
    """The slips of one module, in the order in which they stand."""
    scope = reader.scope(file) if file.is_source else None
    if scope is None or isinstance(scope, SyntaxDefect):
        return
    outline = scope.outline
    if _BARE.search(outline.text):
        for statement, after in zip(outline.tree.body, outline.tree.body[1:], strict=False):
            name = _decorator(statement)
            if name is not None and isinstance(after, (ast.FunctionDef, ast.AsyncFunctionDef)):
                yield Slip(kind="decorator", text=name, of=after.name, parts=(), place=outline.place(statement))
    if _ADJACENT.search(outline.text):
        for statement in outline.tree.body:
            for call in _calls(statement):
                for keyword in call.keywords:
                    if keyword.arg in _LISTS and isinstance(keyword.value, (ast.List, ast.Tuple, ast.Set)):
                        for item in keyword.value.elts:
                            place = outline.place(item)
                            parts = _parts(item, outline.text, place)
                            if parts:
                                yield Slip(
                                    kind="strings", text="".join(parts), of=keyword.arg, parts=parts, place=place
                                )


def may_make_assets(file: ModuleFile, reader: ModuleReader) -> bool:
    """Whether a call in a module of a library that is neither Python's nor Dagster's may give assets."""
    scope = reader.scope(file)
    if isinstance(scope, SyntaxDefect):
        return True
    foreign: set[str] = set()
    for statement in scope.outline.tree.body:
        if isinstance(statement, ast.Import):
            foreign.update((name.asname or name.name).split(".")[0] for name in statement.names if _foreign(name.name))
        elif isinstance(statement, ast.ImportFrom) and (statement.level or _foreign(statement.module or "")):
            foreign.update(name.asname or name.name for name in statement.names)
    return any(_root(call.func) in foreign for statement in scope.outline.tree.body for call in _calls(statement))


def _foreign(module: str) -> bool:
    top = module.split(".")[0]
    return top not in sys.stdlib_module_names and not top.startswith(("dagster", "floe"))


def _decorator(statement: ast.stmt) -> str | None:
    """The decorator that a statement consists of."""
    if not isinstance(statement, ast.Expr):
        return None
    node = statement.value.func if isinstance(statement.value, ast.Call) else statement.value
    name = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None
    if name not in _DECORATORS or (isinstance(statement.value, ast.Call) and statement.value.args):
        return None
    return f"{node.value.id}.{name}" if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) else name


def _calls(statement: ast.stmt) -> Iterator[ast.Call]:
    """The calls of a statement, those in the body of a function or a class left out."""
    waiting: list[ast.AST] = [statement]
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        waiting = list(statement.decorator_list)
    for node in waiting:
        if isinstance(node, ast.Call):
            yield node
        waiting.extend(ast.iter_child_nodes(node))


def _root(node: ast.expr) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def _parts(item: ast.expr, text: str, place: Place) -> tuple[str, ...]:
    """The strings that stand beside each other for one; none where it is written as one."""
    if not isinstance(item, ast.Constant) or not isinstance(item.value, str):
        return ()
    span = place.span
    if span.line == span.end_line and span.end_column - span.column <= len(item.value) + 3:
        return ()
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    parts = tuple(part[1:-1] for part in _STRING.findall("\n".join(lines)))
    return parts if len(parts) > 1 and "".join(parts) == item.value else ()
