"""What calling a function or class of the project may do: return assets, change names, hide what is defined."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator

from floe_lint.dagster.api_names import last
from floe_lint.python.facts import SyntaxDefect
from floe_lint.python.find_module import ModuleFile, module_file
from floe_lint.python.origins import is_dagster, makes_assets
from floe_lint.python.values import (
    Assets,
    Class,
    Effects,
    Entries,
    Function,
    Hidden,
    Items,
    Method,
    ModuleRef,
    Origin,
    Partial,
    Scope,
    Value,
    holds_assets,
    loadable,
)

MUTATORS = frozenset("append extend insert remove pop clear sort reverse update setdefault popitem add discard".split())
_NEVER_ASSETS = ("str", "int", "float", "bool", "bytes", "dict", "set", "frozenset", "len", "print", "None")
_DEEPEST = 12
"""Functions that call functions that call functions."""


def makes(value: Value | None) -> bool:
    """Whether calling a value, or an attribute of it, may give assets."""
    direct, waiting = _first_look(value)
    if direct or not waiting:
        return direct
    start = waiting[0]
    known = start.scope.makes.get(id(start.node))
    if known is not None:
        return known
    seen: dict[int, Function | Class] = {}
    final = True
    while waiting:
        one = waiting.pop()
        if id(one.node) in seen:
            continue
        known = one.scope.makes.get(id(one.node))
        if known:
            direct = True
            break
        seen[id(one.node)] = one
        if known is None:
            direct, further, resolved = _look_into(one)
            final = final and resolved
            if direct:
                break
            waiting.extend(further)
    if direct:
        start.scope.makes[id(start.node)] = True
    elif final:
        # Nothing that was seen leads to assets. With names still to be defined the next look may say otherwise.
        for key, one in seen.items():
            one.scope.makes[key] = False
    return direct


def _first_look(value: Value | None) -> tuple[bool, list[Function | Class]]:
    """What a value says itself, and the functions and classes that say the rest."""
    while isinstance(value, (Partial, Method)):
        value = value.callee if isinstance(value, Partial) else value.owner
    if isinstance(value, Origin):
        return makes_assets(value.name), []
    if isinstance(value, (Function, Class)):
        return False, [value]
    if isinstance(value, Hidden):
        return value.makes, []
    return isinstance(value, Assets), []


def may_return_assets(function: Function, depth: int = 0) -> bool:
    """Whether what a function returns may be assets."""
    node = function.node
    if isinstance(node, ast.Lambda):
        return _returned_may_be(node.body, function.scope, depth) and makes(function)
    if isinstance(node, ast.AsyncFunctionDef):
        return False
    if not any(_returned_may_be(value, function.scope, depth) for value in _returned(node)):
        return False
    return makes(function)


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


def _look_into(one: Function | Class) -> tuple[bool, list[Function | Class], bool]:
    """Whether a body uses what makes assets; the functions and classes it uses; whether all names are defined."""
    scope, node = one.scope, one.node
    waiting: list[ast.AST] = [node.body] if isinstance(node, ast.Lambda) else list(node.body)
    if isinstance(node, ast.ClassDef):
        waiting.extend(node.bases)
    own = _own_names(node)
    further: list[Function | Class] = []
    resolved = True
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, (ast.Import, ast.ImportFrom)):
            direct, imported = _imports_makers(inner, scope)
            if direct:
                return True, [], True
            further.extend(imported)
            continue
        if isinstance(inner, (ast.Name, ast.Attribute)):
            root = _root(inner)
            if root is not None and root not in own:
                value = resolve(inner, scope)
                direct, used = _first_look(value)
                if direct:
                    return True, [], True
                further.extend(used)
                resolved = resolved and (value is not None or root in scope.names)
                continue
            if isinstance(inner, ast.Name):
                continue
        if isinstance(inner, ast.arg) or _is_type_check(inner):
            continue
        if isinstance(inner, ast.AnnAssign):
            waiting.extend([inner.value] if inner.value is not None else [])
            continue
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
            waiting.extend([*inner.decorator_list, *inner.body])
            continue
        waiting.extend(ast.iter_child_nodes(inner))
    return False, further, resolved


def _own_names(node: ast.AST) -> frozenset[str]:
    """Parameters and variables of a function and of those within it."""
    if isinstance(node, ast.ClassDef):
        return frozenset()
    names: set[str] = set()
    shared: set[str] = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.arg):
            names.add(inner.arg)
        elif isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            names.add(inner.id)
        elif isinstance(inner, (ast.Global, ast.Nonlocal)):
            shared.update(inner.names)
    return frozenset(names - shared)


def _imports_makers(node: ast.Import | ast.ImportFrom, scope: Scope) -> tuple[bool, list[Function | Class]]:
    """Whether an import within a function brings what makes assets, and what else of the project it brings."""
    if isinstance(node, ast.Import):
        return any(is_dagster(alias.name) for alias in node.names), []
    base = absolute(node, scope)
    if is_dagster(base):
        return any(makes_assets(f"{base}.{alias.name}") for alias in node.names), []
    module = scope.module(base)
    further: list[Function | Class] = []
    if isinstance(module, ModuleRef):
        for alias in node.names:
            direct, used = _first_look(attribute_of_module(module.file, alias.name, node, scope))
            if direct:
                return True, []
            further.extend(used)
    return False, further


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
            value = attribute_of_module(value.file, attribute.attr, attribute, scope)
        elif value is not None:
            return Method(value, attribute.attr)
    return value


def attribute_of_module(file: ModuleFile, name: str, node: ast.AST, scope: Scope) -> Value:
    """What ``module.name`` stands for where it is used: a name of the module, or a module below it."""
    if file.is_source:
        other = scope.modules.scope(file)
        if isinstance(other, SyntaxDefect):
            phrase = f'comes from "{file.name}", which {other.phrase}'
            return scope.hidden(phrase, node, assets=True, makes=True)
        if name in other.names:
            return other.names[name]
        if "__getattr__" in other.names:
            made = makes(other.names["__getattr__"])
            return scope.hidden(f'is made by "{file.name}.__getattr__"', node, assets=made, makes=made)
    below = module_file(f"{file.name}.{name}", file.roots)
    if below is not None:
        return ModuleRef(below)
    if file.is_source:
        assert isinstance(other, Scope)
        if other.open:
            return scope.hidden(f'is made by running "{file.name}"', node, assets=True, makes=True)
        return scope.hidden(f'is not defined in "{file.name}"', node)
    if file.is_folder:
        return Origin(f"{file.name}.{name}")
    return scope.hidden(f'comes from the compiled module "{file.name}"', node, assets=True, makes=True)


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
