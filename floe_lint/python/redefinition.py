"""Functions of assets that are defined twice in one module: Python keeps only the last."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.python.facts import LostAsset
from floe_lint.python.project_calls import resolve
from floe_lint.python.values import Assets, Class, Function, ModuleRef, Scope

_LOOKS_UP_NAMES = frozenset(
    "__dict__ __import__ _getframe currentframe eval exec getmembers globals import_module inspect "
    "load_assets_from_current_module locals modules vars".split()
)
"""Names of what may reach a name of the module without naming it."""


class _Reads(NamedTuple):
    """The numbers of the statements that may read names of the module.

    ``names`` has the first that reads each, ``any_name`` is the first that may look one up. ``reaches`` are those that
    run code of other modules, which may reach what is defined at that time.
    """

    names: dict[str, int]
    any_name: int
    reaches: frozenset[int]


def lost_assets(scope: Scope) -> tuple[LostAsset, ...]:
    """The assets of a module that no name keeps.

    Both definitions stand at the top level, and nothing that is read before the second is complete may have kept the
    first.
    """
    body = scope.outline.tree.body
    numbers = {id(statement): number for number, statement in enumerate(body)}
    pairs = [
        (before, after, _key(first) if _key(first) == _key(again) else None)
        for first, again, after in scope.redefined
        if (before := _definition(first, scope)) is not None
        if after is _definition(again, scope) or isinstance(after, ast.Assign)
        if id(before) in numbers and id(after) in numbers and before.name == _name(after)
    ]
    if not pairs:
        return ()
    nodes = [node for before, after, _ in pairs for node in (before, after)]
    own = frozenset(numbers[id(node)] for node in nodes if not isinstance(node, ast.Assign))
    reads = _reads(body[: max(numbers[id(node)] for node in nodes) + 1], own, scope)
    found = []
    for before, after, key in pairs:
        start, end = numbers[id(before)], numbers[id(after)]
        kept = min(reads.names.get(before.name, reads.any_name), reads.any_name) <= end
        if not kept and not any(start < number <= end for number in reads.reaches):
            found.append((before, after, key))
    last = {before.name: after for before, after, _ in found}
    return tuple(
        LostAsset(
            name=before.name,
            key=key,
            place=scope.outline.name_place(before),
            again=_place(after, scope),
            kept=_place(last[before.name], scope),
        )
        for before, after, key in found
    )


def _name(statement: ast.stmt) -> str:
    """The name that a function or an assignment gives."""
    if isinstance(statement, ast.Assign):
        target = statement.targets[0]
        return target.id if isinstance(target, ast.Name) else ""
    return statement.name if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)) else ""


def _place(statement: ast.stmt, scope: Scope) -> Place:
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return scope.outline.name_place(statement)
    return scope.outline.place(statement.targets[0] if isinstance(statement, ast.Assign) else statement)


def _definition(assets: Assets, scope: Scope) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The function of assets, if this module defines it."""
    if assets.function is None or assets.function.scope is not scope or isinstance(assets.function.node, ast.Lambda):
        return None
    return assets.function.node


def _key(assets: Assets) -> tuple[str, ...] | None:
    return assets.assets[0].key if len(assets.assets) == 1 else None


def _reads(body: list[ast.stmt], own: frozenset[int], scope: Scope) -> _Reads:
    names: dict[str, int] = {}
    any_name = len(body)
    reaches = set()
    for number, statement in enumerate(body):
        for node in _run_by(statement) if number in own else ast.walk(statement):
            read = getattr(node, "id", None) or getattr(node, "attr", None)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                names.setdefault(node.id, number)
            elif isinstance(node, ast.Global):
                for name in node.names:
                    names.setdefault(name, number)
            if read in _LOOKS_UP_NAMES or any(alias.name in _LOOKS_UP_NAMES for alias in _imported(node)):
                any_name = min(any_name, number)
            if read == "__name__" or _runs_other_modules(node, scope):
                reaches.add(number)
    return _Reads(names, any_name, frozenset(reaches))


def _run_by(node: ast.stmt) -> Iterator[ast.AST]:
    """What of a function is run when it is defined."""
    assert isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
    for part in (*node.decorator_list, node.args, *(() if node.returns is None else (node.returns,))):
        yield from ast.walk(part)


def _imported(node: ast.AST) -> list[ast.alias]:
    return node.names if isinstance(node, (ast.Import, ast.ImportFrom)) else []


def _runs_other_modules(node: ast.AST, scope: Scope) -> bool:
    """Whether a node imports a module of the project, or names a function of one that looks up names."""
    if isinstance(node, ast.ImportFrom):
        return node.level > 0 or isinstance(scope.module(node.module or ""), ModuleRef)
    if isinstance(node, ast.Import):
        return any(isinstance(scope.module(alias.name), ModuleRef) for alias in node.names)
    if not isinstance(node, (ast.Name, ast.Attribute)):
        return False
    value = resolve(node, scope)
    return (
        isinstance(value, (Function, Class))
        and value.scope is not scope
        and any(
            (getattr(inner, "id", None) or getattr(inner, "attr", None)) in _LOOKS_UP_NAMES
            for inner in ast.walk(value.node)
        )
    )
