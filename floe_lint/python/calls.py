"""What calls give: of Dagster, of built-in functions, and of the project."""

from __future__ import annotations

import ast
from typing import Any, cast

from floe_lint.dagster.api_names import ASSET_CLASSES, RECORDS, SPECS, last
from floe_lint.python.asset_forms import decorated, source_or_spec
from floe_lint.python.methods import attribute, call_method, entries_of, sequence_of
from floe_lint.python.origins import DECORATORS, is_dagster, makes_assets
from floe_lint.python.project_calls import (
    apply_effects,
    makes,
    may_return_assets,
    origin_may_return_assets,
    says_assets,
    sets_module_attribute,
)
from floe_lint.python.values import (
    Arguments,
    AssetPath,
    Class,
    Const,
    Entries,
    Function,
    Hidden,
    Items,
    Method,
    Namespace,
    Origin,
    Partial,
    Record,
    Scope,
    Seen,
    Subscripted,
    Value,
    holds_assets,
    plain,
)


def call(callee: Value, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    """What a call gives."""
    _apply_arguments(callee, arguments, node, scope)
    if isinstance(callee, Origin):
        return _of_origin(callee.name, arguments, node, scope)
    if isinstance(callee, Method):
        return call_method(callee, arguments, node, scope)
    if isinstance(callee, Partial):
        joined = Arguments(
            (*callee.arguments.positional, *arguments.positional),
            {**callee.arguments.keywords, **arguments.keywords},
            callee.arguments.complete and arguments.complete,
        )
        return call(callee.callee, joined, node, scope)
    shown = written(node.func)
    phrase = f"is what {shown}() returns"
    given = _gives_assets(arguments)
    if isinstance(callee, Function):
        apply_effects(callee, scope, node)
        made = makes(callee) or given
        may = may_return_assets(callee) or (given and not _returns_plainly(callee))
        return Hidden(
            phrase=phrase,
            place=scope.outline.place(node),
            assets=may,
            makes=made,
            maybe_none=_may_return_none(callee),
            callee=callee,
        )
    if isinstance(callee, Class):
        apply_effects(callee, scope, node)
        is_asset = any(
            isinstance(base, Origin) and last(base.name) in ASSET_CLASSES
            for base in (callee.scope.evaluate(base) for base in callee.node.bases)
        )
        made = makes(callee) or given
        return Hidden(phrase=phrase, place=scope.outline.place(node), assets=is_asset, makes=made, made_by=callee)
    if isinstance(callee, Subscripted):
        return call(callee.base, arguments, node, scope)
    if isinstance(callee, Hidden):
        may = callee.makes or given or says_assets(shown)
        return scope.hidden(phrase, node, assets=may, makes=may)
    return scope.hidden(phrase, node, assets=given, makes=given)


def written(node: ast.expr) -> str:
    """The name that is called, as it stands in the text; short for anything else."""
    names: list[str] = []
    while True:
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Call):
            names.append(f"{written(node.func)}()" if len(names) < 3 else "…")
            break
        else:
            names.append(node.id if isinstance(node, ast.Name) else "…")
            break
    shown = names[::-1]
    return ".".join(shown if len(shown) <= 6 else [*shown[:2], "…", *shown[-2:]])


def _gives_assets(arguments: Arguments) -> bool:
    """Whether assets, or what makes them, are passed on: they may well come back."""
    return any(
        holds_assets(one.value) or (not isinstance(one.value, Hidden) and makes(one.value))
        for one in [*arguments.positional, *arguments.keywords.values()]
    )


def _apply_arguments(callee: Value, arguments: Arguments, node: ast.Call, scope: Scope) -> None:
    """Forget lists that a function of the project is given, and what functions that are given may change."""
    if isinstance(callee, Origin) and (makes_assets(callee.name) or is_dagster(callee.name)):
        return
    changes = isinstance(callee, (Function, Class)) or (isinstance(callee, Hidden) and callee.makes)
    for argument in [*arguments.positional, *arguments.keywords.values()]:
        if isinstance(argument.value, Function):
            apply_effects(argument.value, scope, node)
        elif changes and isinstance(argument.value, (Items, Entries)):
            if isinstance(callee, Function) and not _changes_parameters(callee):
                continue
            from floe_lint.python.project_calls import hide_contents

            hide_contents(argument.value, scope.hidden(f"is changed by {written(node.func)}()", node))


def _changes_parameters(function: Function) -> bool:
    """Whether a function changes anything it is given: by a method, an item, or by passing it on."""
    arguments = function.node.args
    own = {one.arg for one in [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]}
    own |= {one.arg for one in (arguments.vararg, arguments.kwarg) if one is not None}
    from floe_lint.python.project_calls import MUTATORS

    for inner in ast.walk(function.node):
        if isinstance(inner, ast.Subscript) and not isinstance(inner.ctx, ast.Load):
            if isinstance(inner.value, ast.Name) and inner.value.id in own:
                return True
        elif isinstance(inner, ast.AugAssign) and isinstance(inner.target, ast.Name) and inner.target.id in own:
            return True
        elif isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute):
            owner = inner.func.value
            if isinstance(owner, ast.Name) and owner.id in own and inner.func.attr in MUTATORS:
                return True
    return False


def _returns_plainly(function: Function) -> bool:
    """Whether a function cannot give back what it is given: it returns nothing, or something of Dagster's."""
    from floe_lint.python.project_calls import own_statements, resolve

    node = function.node
    if isinstance(node, ast.Lambda):
        return False
    for inner in own_statements(node):
        if isinstance(inner, (ast.Yield, ast.YieldFrom)):
            return False
        if isinstance(inner, ast.Return) and inner.value is not None:
            if isinstance(inner.value, (ast.Constant, ast.JoinedStr, ast.Compare)):
                continue
            callee = resolve(inner.value.func, function.scope) if isinstance(inner.value, ast.Call) else None
            if not (isinstance(callee, Origin) and not origin_may_return_assets(callee.name)):
                return False
    return True


def _may_return_none(function: Function) -> bool:
    from floe_lint.python.project_calls import own_statements

    if isinstance(function.node, ast.Lambda):
        return True
    returned = [inner.value for inner in own_statements(function.node) if isinstance(inner, ast.Return)]
    return not returned or any(
        value is None or any(isinstance(inner, ast.Constant) and inner.value is None for inner in ast.walk(value))
        for value in returned
    )


def _of_origin(origin: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    if origin.startswith("builtins."):
        return _of_builtin(last(origin), arguments, node, scope)
    if origin in ("functools.partial", "functools.partialmethod"):
        if arguments.positional:
            rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.complete)
            return Partial(arguments.positional[0].value, rest)
    elif origin == "typing.cast" and len(arguments.positional) == 2:
        return arguments.positional[1].value
    elif origin in ("copy.copy", "copy.deepcopy") and arguments.positional:
        return _copied(arguments.positional[0].value)
    if is_dagster(origin):
        return _of_dagster(origin, arguments, node, scope)
    if origin == "datetime.datetime":
        return Record(origin, arguments)
    phrase = f"is what {written(node.func)}() returns"
    import sys

    if origin.partition(".")[0] in sys.stdlib_module_names:
        return Hidden(phrase, scope.outline.place(node), maybe_none=True)
    may = origin_may_return_assets(origin) or _gives_assets(arguments)
    return Hidden(phrase=phrase, place=scope.outline.place(node), assets=may, makes=may, maybe_none=True)


def _copied(value: Value) -> Value:
    if isinstance(value, Items) and value.items is not None:
        return Items(value.kind, value.items)
    return Entries(dict(value.entries)) if isinstance(value, Entries) and value.entries is not None else value


def _of_dagster(origin: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    name = last(origin)
    if name in DECORATORS:
        function = arguments.positional[0] if arguments.positional else arguments.keywords.get("compute_fn")
        if function is None:
            return Partial(Origin(origin), arguments)
        rest = {key: value for key, value in arguments.keywords.items() if key != "compute_fn"}
        given = Arguments((), rest, arguments.complete)
        return decorated(name, given, function.value, node, scope)
    if (name in SPECS or name in RECORDS) and not scope.conditional:
        from floe_lint.python.refused_records import refused_records

        for place, refusal in refused_records(name, arguments, node, scope):
            scope.refusals.setdefault(place, refusal)
    if name in SPECS:
        return source_or_spec(name, arguments, node, scope)
    if name == "AssetKey":
        path = arguments.get("path", 0)
        return AssetPath(None if path is None else _parts(path.value))
    if origin.endswith(".AssetKey.from_user_string") and arguments.positional:
        text = plain(arguments.positional[0].value)
        return AssetPath(tuple(text.split("/")) if isinstance(text, str) else None)
    if origin.endswith((".AssetDep.from_coercible", ".AssetIn.from_coercible")):
        return Record(origin.rpartition(".")[0], arguments)
    if name in RECORDS:
        return Record(origin, arguments)
    if makes_assets(origin):
        shown = origin.partition("AssetsDefinition.")
        return scope.hidden(f"is made by {(shown[1] + shown[2]) or name}()", node, assets=True, makes=True)
    return Record(origin, arguments)


def _parts(value: Value) -> tuple[str, ...] | None:
    path = plain(value)
    if isinstance(path, str):
        return (path,)
    if isinstance(path, (list, tuple)) and path and all(isinstance(part, str) for part in path):
        return tuple(path)
    return None


def _of_builtin(name: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    first = arguments.positional[0] if arguments.positional else None
    if name in ("globals", "vars", "locals") and first is None:
        return Namespace()
    if name == "exec":
        scope.add_unknown("names are made with exec()", node)
        return Const(None)
    if name in ("eval", "__import__"):
        return scope.hidden(f"is what {name}() returns", node, assets=name == "eval", makes=True)
    if name == "setattr":
        if sets_module_attribute(node):
            scope.add_unknown("names are made with setattr()", node)
        elif first is not None and isinstance(first.value, Class) and len(arguments.positional) == 3:
            from floe_lint.python.class_attributes import set_class_attribute

            attr = plain(arguments.positional[1].value)
            given = arguments.positional[2].value
            set_class_attribute(first.value, attr if isinstance(attr, str) else None, given, node, scope)
        return Const(None)
    if name == "getattr" and first is not None and len(arguments.positional) >= 2:
        attr = plain(arguments.positional[1].value)
        if isinstance(attr, str):
            return attribute(first.value, attr, node, scope)
        may = makes(first.value)
        return scope.hidden("is what getattr() returns", node, assets=may, makes=may)
    if name in ("list", "tuple", "set", "frozenset", "sorted", "reversed"):
        kind = "list" if name == "sorted" else "set" if name == "frozenset" else name
        if kind == "reversed":
            kind = "tuple"
        if first is None:
            return Items(cast(Any, kind), [])
        items = sequence_of(first.value)
        if items is not None and arguments.complete:
            return Items(cast(Any, kind), items)
        may = holds_assets(first.value) or makes(first.value)
        return scope.hidden("is computed", node, assets=may and kind == "list", makes=may)
    if name == "dict":
        entries = {} if first is None else entries_of(first.value)
        if entries is not None and arguments.complete and len(arguments.positional) < 2:
            return Entries({**entries, **arguments.keywords})
    elif name == "str" and first is not None:
        value = plain(first.value)
        if isinstance(value, (str, int, float)):
            return Const(str(value))
    elif name == "len" and first is not None:
        items = sequence_of(first.value)
        if items is not None:
            return Const(len(items))
    elif name == "range":
        return _range(arguments, node, scope)
    elif name == "enumerate" and first is not None and len(arguments.positional) == 1 and not arguments.keywords:
        items = sequence_of(first.value)
        if items is not None:
            return Items(
                "tuple",
                [
                    Seen(
                        Items("tuple", [Seen(Const(at), item.node, item.outline), item]),
                        item.node,
                        item.outline,
                    )
                    for at, item in enumerate(items)
                ],
            )
    elif name == "zip" and arguments.complete and not arguments.keywords:
        lists = [sequence_of(one.value) for one in arguments.positional]
        if all(items is not None for items in lists):
            rows = zip(*cast(list[list[Seen]], lists))  # noqa: B905
            return Items("tuple", [Seen(Items("tuple", row), node, scope.outline) for row in rows])
    may = name in ("map", "filter", "next", "iter", "max", "min") and _gives_assets(arguments)
    return Hidden(
        phrase=f"is what {name}() returns", place=scope.outline.place(node), assets=may, makes=may, maybe_none=True
    )


def _range(arguments: Arguments, node: ast.Call, scope: Scope) -> Value:
    bounds = [plain(one.value) for one in arguments.positional]
    if (0 < len(bounds) <= 3 and all(type(bound) is int for bound in bounds) and bounds[-1] != 0) or bounds == [0]:
        numbers = range(*bounds)
        if len(numbers) <= 1_000:
            return Items("tuple", [Seen(Const(number), node, scope.outline) for number in numbers])
    return scope.hidden("is computed", node)
