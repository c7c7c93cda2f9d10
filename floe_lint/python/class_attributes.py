"""Attributes of the classes of a project and of their instances, where they are assets."""

from __future__ import annotations

import ast

from floe_lint.python.project_calls import makes, may_return_assets
from floe_lint.python.values import Assets, Class, Function, Hidden, Items, Scope, Value, holds_assets

_ANY = "*"
"""Stands for attributes whose names are computed."""


def class_attribute(owner: Class, name: str, node: ast.AST, scope: Scope) -> Value:
    """What ``Class.name`` stands for, as far as it is about assets."""
    found = _found(owner, name)
    made = makes(owner)
    if isinstance(found, Assets) and owner.plain:
        return found
    may = made if found is None else _may_be_assets(found)
    return scope.hidden("is an attribute of a class", node, assets=may, makes=may or made)


def instance_attribute(owner: Hidden, made_by: Class, name: str, node: ast.AST, scope: Scope) -> Hidden:
    """What ``Class().name`` stands for: a method may have set it to anything."""
    found = _found(made_by, name)
    if isinstance(found, Function):
        # A property is called here, any other method only where its result is used.
        may = bool(getattr(found.node, "decorator_list", ())) and may_return_assets(found)
    else:
        may = owner.makes if found is None else _may_be_assets(found)
    place = scope.outline.place(node)
    return Hidden(
        phrase="is an attribute of an object", place=place, assets=may, makes=may or owner.makes, maybe_none=True
    )


def set_class_attribute(owner: Class, name: str | None, value: Value, node: ast.AST, scope: Scope) -> None:
    """``Class.name = value``; ``name`` is ``None`` where it is computed."""
    if owner.names is None:
        return
    if name is not None and not scope.conditional:
        owner.names[name] = value
        return
    may = holds_assets(value)
    hidden = scope.hidden("is set under a condition", node, assets=may, makes=may or makes(value))
    before = owner.names.get(name or _ANY)
    if before is not None and holds_assets(before):
        hidden = hidden._replace(assets=True, makes=True)
    owner.names[name or _ANY] = hidden


def _found(owner: Class, name: str, depth: int = 0) -> Value | None:
    """The value that the body of a class, or of a base, gives an attribute."""
    if owner.names is None or depth > 20:
        return None
    found = owner.names.get(name, owner.names.get(_ANY))
    return (
        next((value for base in owner.bases if (value := _found(base, name, depth + 1)) is not None), None)
        if found is None
        else found
    )


def _may_be_assets(value: Value) -> bool:
    """Whether an attribute may be assets by the time that it is read: lists are filled by anybody."""
    return holds_assets(value) or (isinstance(value, Items) and value.kind == "list" and not value.items)
