"""What the top-level names of a module are bound to."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Imported(NamedTuple):
    """A name bound by an import. ``name`` is ``None`` where the module itself is bound."""

    module: str
    name: str | None


class Bindings(NamedTuple):
    """The bindings of one module.

    ``values`` holds expressions of names that are assigned once, ``definitions`` functions and classes, ``stars``
    the modules of ``from … import *``, ``conditional`` statements that may or may not run.
    """

    imports: dict[str, Imported]
    values: dict[str, ast.expr]
    definitions: dict[str, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]
    stars: list[tuple[str, ast.stmt]]
    conditional: list[ast.stmt]


def read_bindings(tree: ast.Module, module: str, is_package: bool) -> Bindings:
    """The bindings after the module has run; of several for one name the last holds."""
    found = Bindings({}, {}, {}, [], [])
    reassigned: set[str] = set()
    for statement, conditional in _statements(tree.body, False):
        if conditional:
            found.conditional.append(statement)
        if isinstance(statement, ast.Import):
            for alias in statement.names:
                name = alias.asname or alias.name.split(".")[0]
                _forget(found, name)
                found.imports[name] = Imported(alias.name if alias.asname else name, None)
        elif isinstance(statement, ast.ImportFrom):
            base = absolute(statement, module, is_package)
            for alias in statement.names:
                if alias.name == "*":
                    found.stars.append((base, statement))
                else:
                    name = alias.asname or alias.name
                    _forget(found, name)
                    found.imports[name] = Imported(base, alias.name)
        elif isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            _forget(found, statement.name)
            found.definitions[statement.name] = statement
        elif isinstance(statement, (ast.Assign, ast.AnnAssign)):
            targets: Sequence[ast.expr] = (
                statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            )
            for target in targets:
                if isinstance(target, ast.Name) and statement.value is not None:
                    if target.id in found.values:
                        reassigned.add(target.id)
                    _forget(found, target.id)
                    found.values[target.id] = statement.value
                else:
                    for node in ast.walk(target):
                        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                            _forget(found, node.id)
        elif isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            reassigned.add(statement.target.id)
        elif isinstance(statement, ast.Delete):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    _forget(found, target.id)
    for name in reassigned & set(found.values):
        found.values[name] = ast.Await(found.values[name])  # an expression that no reader takes for a constant
    return found


def _forget(found: Bindings, name: str) -> None:
    found.imports.pop(name, None)
    found.values.pop(name, None)
    found.definitions.pop(name, None)


def _statements(body: Sequence[ast.stmt], conditional: bool) -> Iterator[tuple[ast.stmt, bool]]:
    """The statements of a module, with those inside blocks that may or may not run."""
    for statement in body:
        if isinstance(statement, ast.If):
            if "TYPE_CHECKING" in ast.dump(statement.test):
                yield from _statements(statement.orelse, conditional)
            else:
                yield from _statements(statement.body, True)
                yield from _statements(statement.orelse, True)
        elif isinstance(statement, ast.Try):
            yield from _statements(statement.body, conditional)
            for handler in statement.handlers:
                yield from ((inner, True) for inner, _ in _statements(handler.body, True))
            yield from _statements(statement.orelse, conditional)
            yield from _statements(statement.finalbody, conditional)
        elif isinstance(statement, ast.With):
            yield from _statements(statement.body, conditional)
        elif isinstance(statement, (ast.For, ast.While)):
            yield statement, True
        else:
            yield statement, conditional


def absolute(statement: ast.ImportFrom, module: str, is_package: bool) -> str:
    """The absolute name of the module that a ``from … import`` names."""
    if not statement.level:
        return statement.module or ""
    base = module.split(".")
    cut = statement.level - (1 if is_package else 0)
    base = base[: len(base) - cut] if cut else base
    return ".".join([*base, statement.module] if statement.module else base)


def canonical(node: ast.expr, bindings: Bindings, depth: int = 0) -> str | None:
    """The dotted origin of a name or attribute: ``dg.asset`` is ``dagster.asset`` after ``import dagster as dg``."""
    if depth > 20:
        return None
    if isinstance(node, ast.Attribute):
        base = canonical(node.value, bindings, depth + 1)
        return None if base is None else f"{base}.{node.attr}"
    if isinstance(node, ast.Name):
        imported = bindings.imports.get(node.id)
        if imported is not None:
            return imported.module if imported.name is None else f"{imported.module}.{imported.name}"
        value = bindings.values.get(node.id)
        if isinstance(value, (ast.Name, ast.Attribute)):
            return canonical(value, bindings, depth + 1)
    return None
