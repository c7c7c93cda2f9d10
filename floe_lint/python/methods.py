"""Attributes and methods of texts, lists, dicts, keys and assets."""

from __future__ import annotations

import ast
from typing import Any

from floe_lint.python.project_calls import attribute_of_module, hide_contents, makes
from floe_lint.python.values import (
    ITEM_LIMIT,
    UNKNOWN,
    Arguments,
    AssetPath,
    Assets,
    Class,
    Const,
    Entries,
    Function,
    Hidden,
    Items,
    Method,
    ModuleRef,
    Namespace,
    Origin,
    Record,
    Scope,
    Seen,
    Value,
    holds_assets,
    plain,
)

_TEXT_METHODS = frozenset(
    "capitalize casefold endswith join lower lstrip removeprefix removesuffix replace rsplit rstrip split "
    "startswith strip swapcase title upper".split()
)
_TEXT_LIMIT = 10_000


def attribute(owner: Value, name: str, node: ast.AST, scope: Scope) -> Value:
    """What ``owner.name`` stands for."""
    if isinstance(owner, Origin):
        return Origin(f"{owner.name}.{name}")
    if isinstance(owner, ModuleRef):
        return attribute_of_module(owner.file, name, node, scope)
    if isinstance(owner, Assets):
        if name == "key" and len(owner.assets) == 1:
            return AssetPath(owner.assets[0].key)
        return Method(owner, name)
    if isinstance(owner, Class):
        from floe_lint.python.class_attributes import class_attribute

        return class_attribute(owner, name, node, scope)
    if isinstance(owner, Hidden) and owner.made_by is not None:
        from floe_lint.python.class_attributes import instance_attribute

        return instance_attribute(owner, owner.made_by, name, node, scope)
    if isinstance(owner, Hidden):
        return Hidden(
            phrase=owner.phrase,
            place=scope.outline.place(node),
            assets=owner.assets and owner.makes,
            makes=owner.makes,
            maybe_none=True,
        )
    if isinstance(owner, (Const, Items, Entries, AssetPath, Namespace, Record)):
        return Method(owner, name)
    if isinstance(owner, Function):
        return scope.hidden("is computed", node)
    may = makes(owner)
    return scope.hidden("is computed", node, makes=may)


def sequence_of(value: Value) -> list[Seen] | None:
    """The items that iterating over a value gives, where they are known."""
    if isinstance(value, Items):
        return value.items
    if isinstance(value, Entries) and value.entries is not None:
        return [Seen(Const(key), item.node, item.outline) for key, item in value.entries.items()]
    return None


def entries_of(value: Value) -> dict[Any, Seen] | None:
    """The entries of a dict, where they are known."""
    return value.entries if isinstance(value, Entries) else None


def call_method(method: Method, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    """What calling a method gives; lists and dicts are changed as it says."""
    owner = method.owner
    if isinstance(owner, Const):
        return _text_method(owner, method.name, arguments, node, scope)
    if isinstance(owner, Items):
        return _items_method(owner, method.name, arguments, node, scope)
    if isinstance(owner, Entries):
        return _entries_method(owner, method.name, arguments, node, scope)
    if isinstance(owner, AssetPath):
        return AssetPath(_prefixed(owner, method.name, arguments))
    if isinstance(owner, Namespace):
        if method.name in ("get", "keys", "values", "items", "copy"):
            return scope.hidden("is computed", node)
        scope.add_unknown("names are made with globals()", node)
        return Const(None)
    if isinstance(owner, Assets):
        from floe_lint.python.spec_changes import changed

        if owner.form == "spec":
            spec = changed(owner, method.name, arguments, scope)
            if spec is not None:
                return spec
            return scope.hidden(f"is made by {method.name}()", node)
        return scope.hidden(f"is made by {method.name}()", node, assets=True, makes=True)
    return scope.hidden("is computed", node)


def _prefixed(owner: AssetPath, name: str, arguments: Arguments) -> tuple[str, ...] | None:
    prefix = plain(arguments.positional[0].value) if arguments.positional else UNKNOWN
    if name != "with_prefix" or owner.path is None:
        return None
    if isinstance(prefix, str):
        return (prefix, *owner.path)
    if isinstance(prefix, (list, tuple)) and all(isinstance(part, str) for part in prefix):
        return (*prefix, *owner.path)
    return None


def _text_method(owner: Const, name: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    given = [plain(argument.value) for argument in arguments.positional]
    known = arguments.complete and not arguments.keywords and not any(item is UNKNOWN for item in given)
    if isinstance(owner.value, str) and name in _TEXT_METHODS and known:
        try:
            result = getattr(owner.value, name)(*given)
        except (TypeError, ValueError, AttributeError):
            return scope.hidden("is computed", node)
        if isinstance(result, list):
            return Items("list", [Seen(Const(part), node, scope.outline) for part in result])
        if not isinstance(result, str) or len(result) <= _TEXT_LIMIT:
            return Const(result)
    return scope.hidden("is computed", node)


def _items_method(owner: Items, name: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    if name in ("index", "count", "__len__", "isdisjoint", "issubset", "issuperset"):
        return scope.hidden("is computed", node)
    if name == "copy" and owner.items is not None:
        return Items(owner.kind, owner.items)
    adds = any(holds_assets(argument.value) for argument in arguments.positional)
    known = owner.items is not None and not scope.conditional and arguments.complete
    if known and owner.items is not None and len(arguments.positional) == 1 and len(owner.items) < ITEM_LIMIT:
        argument = arguments.positional[0]
        if (name, owner.kind) in (("append", "list"), ("add", "set")):
            owner.add([argument])
            return Const(None)
        spread = sequence_of(argument.value)
        if (name, owner.kind) in (("extend", "list"), ("update", "set")) and spread is not None:
            owner.add(spread)
            return Const(None)
    if known and owner.items is not None:
        if name == "clear":
            owner.items.clear()
            return Const(None)
        if name in ("sort", "reverse"):
            return Const(None)
        if name == "insert" and len(arguments.positional) == 2:
            owner.add(arguments.positional[1:])
            return Const(None)
        if name in ("union", "intersection", "difference", "symmetric_difference"):
            return scope.hidden("is computed", node, assets=False)
    may = adds or holds_assets(owner)
    hide_contents(owner, scope.hidden(_changed(name, scope), node), adds)
    return scope.hidden("is computed", node, assets=may and name == "pop", makes=may)


def _changed(name: str, scope: Scope) -> str:
    return f"is changed by .{name}()" + (" in a loop or under a condition" if scope.conditional else "")


def _entries_method(owner: Entries, name: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    may = holds_assets(owner)
    if owner.entries is not None:
        if name in ("items", "keys", "values"):
            return Items("tuple", [_view(name, key, item) for key, item in owner.entries.items()])
        if name == "copy":
            return Entries(dict(owner.entries))
        if name == "get" and arguments.positional:
            key = plain(arguments.positional[0].value)
            if isinstance(key, (str, int)):
                if key in owner.entries:
                    return owner.entries[key].value
                return arguments.positional[1].value if len(arguments.positional) > 1 else Const(None)
        if name == "update" and not scope.conditional and arguments.complete:
            given = [entries_of(argument.value) for argument in arguments.positional]
            if all(entries is not None for entries in given):
                for entries in given:
                    owner.add(entries or {})
                owner.add(arguments.keywords)
                return Const(None)
    if name in ("items", "keys", "values", "get", "copy"):
        return Hidden(phrase="is computed", place=scope.outline.place(node), assets=may, makes=may, maybe_none=True)
    adds = any(holds_assets(one.value) for one in [*arguments.positional, *arguments.keywords.values()])
    hide_contents(owner, scope.hidden(_changed(name, scope), node), adds)
    return scope.hidden("is computed", node, assets=may and name == "pop", makes=may)


def _view(name: str, key: Any, item: Seen) -> Seen:
    if name == "values":
        return item
    shown = Seen(Const(key), item.node, item.outline)
    if name == "keys":
        return shown
    return Seen(Items("tuple", [shown, item]), item.node, item.outline)
