"""What decorators make of functions and of assets."""

from __future__ import annotations

import ast
import sys

from floe_lint.dagster.api_names import OPS, last
from floe_lint.python.asset_forms import decorated
from floe_lint.python.calls import written
from floe_lint.python.facts import DagsterRefusal
from floe_lint.python.origins import DECORATORS, is_dagster, makes_assets
from floe_lint.python.project_calls import (
    apply_effects,
    makes,
    may_return_assets,
    own_statements,
    says_assets,
)
from floe_lint.python.values import (
    Arguments,
    Class,
    Function,
    Hidden,
    Origin,
    Partial,
    Record,
    Scope,
    Seen,
    Value,
    holds_assets,
)

_TRANSPARENT = frozenset(
    [
        "backoff",
        "deprecated",
        "functools",
        "contextlib",
        "tenacity",
        "typing",
        "warnings",
        "typing_extensions",
    ]
)
"""Libraries whose decorators keep a function's name and parameters (``functools.wraps``)."""

_OF_FUNCTIONS = frozenset(["asset_check", "graph", "job", "op"])
"""Dagster's decorators, besides those of assets, that refuse what is no function any more."""


def decorate(decorator: ast.expr, value: Value, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> Value:
    """What a decorator makes of a function, or of what the decorators below it made."""
    applied = scope.evaluate(decorator)
    shown = written(decorator.func if isinstance(decorator, ast.Call) else decorator)
    place = scope.outline.name_place(node)
    if isinstance(applied, Partial):
        asset_maker = _innermost(applied)
        if isinstance(asset_maker, Origin) and _is_asset_decorator(asset_maker.name):
            return _by_asset_decorator(applied, value, node, scope)
    if isinstance(applied, Record):
        return _by_origin(applied.origin, value, shown, node, scope)
    if isinstance(applied, Origin) and _is_asset_decorator(applied.name):
        return decorated(last(applied.name), Arguments(), value, node, scope)
    if isinstance(applied, Origin) and makes_assets(applied.name):
        return Hidden(f"takes its assets from {applied.name.partition('.')[0]}", place, assets=True, makes=True)
    if isinstance(applied, Hidden) and isinstance(decorator, ast.Call):
        origin = scope.evaluate(decorator.func)
        if isinstance(origin, Origin):
            return _by_origin(origin.name, value, shown, node, scope)
    if isinstance(applied, Origin):
        return _by_origin(applied.name, value, shown, node, scope)
    if holds_assets(value):
        return Hidden(f"is what {shown}() makes of an asset", place, assets=True, makes=True)
    if isinstance(applied, (Function, Class)):
        apply_effects(applied, scope, node)
    may = (
        may_return_assets(applied)
        if isinstance(applied, Function)
        else makes(applied) or (isinstance(applied, Hidden) and applied.assets)
    )
    if may or (isinstance(applied, Hidden) and says_assets(shown)):
        return Hidden(f"is what {shown}() makes of a function", place, assets=True, makes=True)
    if not isinstance(value, Function):
        return Hidden(f"is what {shown}() returns", place, makes=makes(value))
    source = applied if isinstance(applied, Function) else applied.callee if isinstance(applied, Hidden) else None
    if source is not None and _keeps_signature(source):
        return value
    return value._replace(changed_by=f"{shown}()")


def _innermost(value: Partial) -> Value:
    callee = value.callee
    while isinstance(callee, Partial):
        callee = callee.callee
    return callee


def _is_asset_decorator(origin: str) -> bool:
    return is_dagster(origin) and last(origin) in DECORATORS


def _by_asset_decorator(
    applied: Partial, value: Value, node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope
) -> Value:
    keywords: dict[str, Seen] = {}
    complete = True
    layer: Value = applied
    while isinstance(layer, Partial):
        keywords = {**layer.arguments.keywords, **keywords}
        complete = complete and layer.arguments.complete
        layer = layer.callee
    assert isinstance(layer, Origin)
    return decorated(last(layer.name), Arguments((), keywords, complete), value, node, scope)


def _by_origin(
    origin: str,
    value: Value,
    shown: str,
    node: ast.FunctionDef | ast.AsyncFunctionDef,
    scope: Scope,
) -> Value:
    """A decorator from outside the project."""
    place = scope.outline.name_place(node)
    if holds_assets(value):
        if is_dagster(origin) and last(origin) in _OF_FUNCTIONS and not scope.conditional:
            from floe_lint.python.refusals import about_asset

            for refused, message in about_asset(last(origin), value, node, scope):
                scope.refusals.setdefault(refused, DagsterRefusal(refused, f'asset "{node.name}" {message}'))
        return Hidden(f"is what {shown}() makes of an asset", place, assets=True, makes=True)
    if is_dagster(origin):
        if makes_assets(origin):
            return Hidden(f"takes its assets from {origin.partition('.')[0]}", place, assets=True, makes=True)
        return _of_dagster(origin, value)
    if not isinstance(value, Function):
        return Hidden(f"is what {shown}() returns", place, makes=makes(value))
    top = origin.partition(".")[0]
    if top not in sys.stdlib_module_names and (says_assets(origin) or says_assets(shown)):
        return Hidden(f"is what {shown}() makes of a function", place, assets=True, makes=True)
    if top in _TRANSPARENT or top == "builtins":
        return value
    return value._replace(changed_by=f"{shown}()")


def _of_dagster(origin: str, value: Value) -> Value:
    """A decorator of Dagster's that makes no asset: an op stays a function, others do not."""
    if not isinstance(value, Function):
        return value
    if last(origin) in OPS:
        return value._replace(is_op=True)
    return value._replace(changed_by=f"{last(origin)}()")


def _keeps_signature(function: Function) -> bool:
    """Whether a decorator uses ``functools.wraps``, or gives back the function itself."""
    node = function.node
    if isinstance(node, ast.Lambda):
        return False
    for inner in ast.walk(node):
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
            "wraps" in (written(one.func if isinstance(one, ast.Call) else one)) for one in inner.decorator_list
        ):
            return True
    layers = [node, *(one for one in ast.walk(node) if isinstance(one, ast.FunctionDef) and one is not node)]
    innermost = layers[-1]
    parameters = [one.arg for one in innermost.args.args]
    returned = [one.value for one in own_statements(innermost) if isinstance(one, ast.Return)]
    return bool(returned) and all(isinstance(one, ast.Name) and one.id in parameters[:1] for one in returned)
