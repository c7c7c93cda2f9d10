"""What calling a function or class of the project may do: return assets, change names, hide what is defined."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from typing import NamedTuple

from floe_lint.python_code.dagster_names import is_dagster, last, makes_assets
from floe_lint.python_code.scope import Scope
from floe_lint.python_code.values import (
    Assets,
    Class,
    Entries,
    Function,
    Hidden,
    Items,
    Method,
    ModuleRef,
    Origin,
    Partial,
    Value,
    holds_assets,
    loadable,
)

MUTATORS = frozenset("append extend insert remove pop clear sort reverse update setdefault popitem add discard".split())
_NEVER_ASSETS = ("str", "int", "float", "bool", "bytes", "dict", "set", "frozenset", "len", "print", "None")
_DEEPEST = 12
"""Functions that call functions that call functions."""


class Effects(NamedTuple):
    """Names that a function sets or changes in its module, and whether it may define any name at all."""

    sets: frozenset[str]
    changes: frozenset[str]
    dynamic: str | None


def makes(value: Value | None, depth: int = 0) -> bool:
    """Whether calling a value, or an attribute of it, may give assets."""
    if depth > _DEEPEST:
        return True
    if isinstance(value, Origin):
        return makes_assets(value.name)
    if isinstance(value, Function):
        return _function_makes(value, depth)
    if isinstance(value, Class):
        return _body_makes(value.node.body, value.scope, frozenset(), depth) or any(
            makes(value.scope.evaluate(base), depth + 1) for base in value.node.bases
        )
    if isinstance(value, Partial):
        return makes(value.callee, depth + 1)
    if isinstance(value, Method):
        return makes(value.owner, depth + 1)
    if isinstance(value, Hidden):
        return value.makes
    return isinstance(value, Assets)


def may_return_assets(function: Function, depth: int = 0) -> bool:
    """Whether what a function returns may be assets."""
    node = function.node
    if isinstance(node, ast.Lambda):
        return _returned_may_be(node.body, function.scope, depth) and makes(function, depth)
    if isinstance(node, ast.AsyncFunctionDef):
        return False
    if not any(_returned_may_be(value, function.scope, depth) for value in _returned(node)):
        return False
    return makes(function, depth)


def _returned_may_be(node: ast.expr, scope: Scope, depth: int) -> bool:
    if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Compare, ast.Dict, ast.DictComp, ast.Set)):
        return False
    if isinstance(node, ast.Call):
        callee = resolve(node.func, scope)
        if isinstance(callee, Origin):
            return origin_may_return_assets(callee.name)
        if isinstance(callee, Function) and depth < _DEEPEST:
            return may_return_assets(callee, depth + 1)
    return True


def origin_may_return_assets(name: str) -> bool:
    """Whether calling something from outside the project may give assets."""
    top, _, rest = name.partition(".")
    if top in ("builtins", "module"):
        return rest not in _NEVER_ASSETS and rest not in (
            "open",
            "range",
            "sum",
            "any",
            "all",
            "type",
            "repr",
        )
    if is_dagster(name):
        return makes_assets(name)
    return top not in sys.stdlib_module_names and says_assets(name)


def says_assets(name: str) -> bool:
    """Whether the last part of a name, as written, speaks of assets."""
    return "asset" in last(name).lower()


def _returned(node: ast.FunctionDef) -> Iterator[ast.expr]:
    for inner in own_statements(node):
        if isinstance(inner, (ast.Return, ast.Yield, ast.YieldFrom)) and inner.value is not None:
            yield inner.value


def own_statements(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a body without those of functions and classes within it."""
    waiting = list(ast.iter_child_nodes(node))
    while waiting:
        inner = waiting.pop()
        yield inner
        if not isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(inner))


def _function_makes(function: Function, depth: int) -> bool:
    scope, node = function.scope, function.node
    known = scope.makes.get(id(node))
    if known is not None:
        return known
    # A function that calls itself makes what the rest of it makes.
    scope.makes[id(node)] = False
    arguments = node.args
    own = frozenset(argument.arg for argument in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs])
    body: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    found = _body_makes(body, scope, own, depth)
    del scope.makes[id(node)]
    if depth == 0 or found:
        scope.makes[id(node)] = found
    return found


def _body_makes(body: list[ast.AST] | list[ast.stmt], scope: Scope, own: frozenset[str], depth: int) -> bool:
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if _imports_makers(node, scope):
                return True
            continue
        if isinstance(node, (ast.Name, ast.Attribute)):
            if _root(node) not in own and makes(resolve(node, scope), depth + 1):
                return True
            if isinstance(node, ast.Name):
                continue
        if isinstance(node, ast.arg) or _is_type_check(node):
            continue
        if isinstance(node, ast.AnnAssign):
            waiting.extend([node.value] if node.value is not None else [])
            continue
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting.extend([*node.decorator_list, *node.body])
            continue
        waiting.extend(ast.iter_child_nodes(node))
    return False


def _imports_makers(node: ast.Import | ast.ImportFrom, scope: Scope) -> bool:
    if isinstance(node, ast.Import):
        return any(is_dagster(alias.name) for alias in node.names)
    base = absolute(node, scope)
    for alias in node.names:
        if is_dagster(base):
            if makes_assets(f"{base}.{alias.name}"):
                return True
        else:
            module = scope.module(base)
            if isinstance(module, ModuleRef) and makes(scope.attribute_of_module(module.file, alias.name, node), 1):
                return True
    return False


def _is_type_check(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("isinstance", "issubclass")
    )


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def resolve(node: ast.expr, scope: Scope) -> Value | None:
    """What a dotted name stands for, without running anything; ``None`` for other expressions."""
    names: list[ast.Attribute] = []
    while isinstance(node, ast.Attribute):
        names.append(node)
        node = node.value
    if not isinstance(node, ast.Name) or len(names) > 20:
        return None
    value: Value | None = scope.names.get(node.id)
    if value is None:
        value = scope.lookup(node.id, node)
        if isinstance(value, Hidden) and not value.makes:
            return None
    for attribute in reversed(names):
        if isinstance(value, Origin):
            value = Origin(f"{value.name}.{attribute.attr}")
        elif isinstance(value, ModuleRef):
            value = scope.attribute_of_module(value.file, attribute.attr, attribute)
        elif value is not None:
            return Method(value, attribute.attr)
    return value


def effects(function: Function | Class, depth: int = 0) -> Effects:
    """What calling a function of the project does to the names of its module, followed through what it calls."""
    scope = function.scope
    known = scope.effects.get(id(function.node))
    if known is not None:
        return known
    scope.effects[id(function.node)] = Effects(frozenset(), frozenset(), None)
    sets: set[str] = set()
    changes: set[str] = set()
    dynamic: str | None = None
    for node in ast.walk(function.node):
        if isinstance(node, ast.Global):
            sets.update(node.names)
        elif isinstance(node, ast.Call):
            if isinstance(node.func, ast.Attribute):
                if isinstance(node.func.value, ast.Name) and node.func.attr in MUTATORS:
                    changes.add(node.func.value.id)
            elif isinstance(node.func, ast.Name):
                dynamic = dynamic or _dynamic(node)
                called = scope.names.get(node.func.id)
                if isinstance(called, (Function, Class)) and called.scope is scope and depth < _DEEPEST:
                    deeper = effects(called, depth + 1)
                    sets |= deeper.sets
                    changes |= deeper.changes
                    dynamic = dynamic or deeper.dynamic
        elif isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load):
            if isinstance(node.value, ast.Name):
                changes.add(node.value.id)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            changes.add(node.target.id)
    found = Effects(frozenset(sets), frozenset(changes), dynamic)
    scope.effects[id(function.node)] = found
    return found


def _dynamic(node: ast.Call) -> str | None:
    assert isinstance(node.func, ast.Name)
    name = node.func.id
    if name == "globals" or name == "exec":
        return f"{name}()"
    if name == "setattr" and node.args and "sys" in {_root_of(node.args[0])}:
        return "setattr()"
    return None


def _root_of(node: ast.expr) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Subscript, ast.Call)):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None


def sets_module_attribute(node: ast.Call) -> bool:
    """Whether a ``setattr(…)`` is on a module that is looked up, as ``sys.modules[__name__]`` is."""
    return bool(node.args) and _root_of(node.args[0]) in ("sys", "importlib", "import_module")


def apply_effects(function: Function | Class, caller: Scope, node: ast.AST) -> None:
    """Forget what a call of a function may have changed."""
    scope = function.scope
    found = effects(function)
    shown = getattr(function.node, "name", "a function")
    for name in found.sets:
        before = scope.names.get(name)
        scope.names[name] = caller.hidden(
            f"is set by {shown}()",
            node,
            assets=loadable(before) or makes(function),
            makes=makes(before) or makes(function),
        )._replace(maybe_none=True)
    for name in found.changes:
        value = scope.names.get(name)
        if isinstance(value, (Items, Entries)):
            hide_contents(value, caller.hidden(f"is changed by {shown}()", node), makes(function))
    if found.dynamic is not None:
        scope.add_unknown(f"names are made with {found.dynamic}", node if caller is scope else function.node)


def hide_contents(value: Items | Entries, hidden: Hidden, adds_assets: bool = False) -> None:
    """Forget what is in a list or dict, but not that there are assets in it."""
    assets = adds_assets or holds_assets(value)
    value.hide(hidden._replace(assets=assets, makes=assets))


def absolute(statement: ast.ImportFrom, scope: Scope) -> str:
    """The absolute name of the module that a ``from … import`` names."""
    if not statement.level:
        return statement.module or ""
    base = scope.file.name.split(".")
    cut = statement.level - (1 if scope.file.is_package else 0)
    base = base[: len(base) - cut] if cut else base
    return ".".join([*base, statement.module] if statement.module else base)
