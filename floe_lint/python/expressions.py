"""What the expressions of a module stand for, followed without running anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from typing import Any, cast

from floe_lint.python.calls import call
from floe_lint.python.merging import merge
from floe_lint.python.methods import attribute, entries_of, sequence_of
from floe_lint.python.project_calls import makes, resolve
from floe_lint.python.values import (
    DEPTH_LIMIT,
    ITEM_LIMIT,
    STEP_LIMIT,
    UNKNOWN,
    Arguments,
    Const,
    Entries,
    Function,
    Hidden,
    Items,
    Namespace,
    Scope,
    Seen,
    Subscripted,
    Value,
    holds_assets,
    plain,
    truth,
)

TEXT_LIMIT = 10_000
"""Characters of a text that is put together."""

_FORMAT = r"[<>=^+\-0,_]{0,3}\d{0,2}(\.\d{1,2})?[bdeEfFgGnosxX%]?\Z"


def evaluate(node: ast.expr, scope: Scope) -> Value:
    """What an expression stands for; :class:`Hidden` where only running it would tell."""
    handler = _HANDLERS.get(type(node))
    scope.steps += 1
    if handler is None or scope.depth > DEPTH_LIMIT or scope.steps > STEP_LIMIT:
        return computed(node, scope)
    scope.depth += 1
    try:
        return handler(node, scope)
    finally:
        scope.depth -= 1


def computed(node: ast.AST, scope: Scope) -> Hidden:
    """The value of an expression that is not followed: it may be assets if anything in it makes some."""
    may = any(
        makes(value) or holds_assets(value)
        for inner in ast.walk(node)
        if isinstance(inner, (ast.Name, ast.Attribute)) and (value := resolve(inner, scope)) is not None
    )
    return scope.hidden("is computed", node, assets=may, makes=may)


def _constant(node: ast.Constant, _: Scope) -> Value:
    return Const(node.value)


def _name(node: ast.Name, scope: Scope) -> Value:
    return scope.lookup(node.id, node)


def _attribute(node: ast.Attribute, scope: Scope) -> Value:
    return attribute(scope.evaluate(node.value), node.attr, node, scope)


def _call(node: ast.Call, scope: Scope) -> Value:
    return call(scope.evaluate(node.func), arguments_of(node, scope), node, scope)


def arguments_of(node: ast.Call, scope: Scope) -> Arguments:
    """The arguments of a call, with ``*`` and ``**`` spread where they are known."""
    positional: list[Seen] = []
    keywords: dict[str, Seen] = {}
    complete = True
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            spread = sequence_of(scope.evaluate(argument.value))
            complete = complete and spread is not None
            positional.extend(spread or ())
        else:
            positional.append(Seen(scope.evaluate(argument), argument, scope.outline))
    for keyword in node.keywords:
        value = scope.evaluate(keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = Seen(value, keyword.value, scope.outline)
            continue
        entries = entries_of(value)
        if entries is None or not all(isinstance(name, str) for name in entries):
            complete = False
        else:
            keywords.update(entries)
    return Arguments(tuple(positional), keywords, complete)


def _sequence(node: ast.List | ast.Tuple | ast.Set, scope: Scope) -> Value:
    if len(node.elts) > ITEM_LIMIT:
        return computed(node, scope)
    items: list[Seen] = []
    hidden: Hidden | None = None
    for item in node.elts:
        if isinstance(item, ast.Starred):
            value = scope.evaluate(item.value)
            spread = sequence_of(value)
            if spread is None:
                may = (hidden is not None and hidden.assets) or holds_assets(value)
                hidden = scope.hidden("is computed", node, assets=may, makes=may)
            else:
                items.extend(spread)
        else:
            items.append(Seen(scope.evaluate(item), item, scope.outline))
    kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(node)]
    found = Items(cast(Any, kind), items)
    if hidden is not None or len(items) > ITEM_LIMIT:
        may = any(holds_assets(item.value) for item in items) or (hidden is not None and hidden.assets)
        found.hide(scope.hidden("is computed", node, assets=may, makes=may))
    return found


def _dict(node: ast.Dict, scope: Scope) -> Value:
    if len(node.keys) > ITEM_LIMIT:
        return computed(node, scope)
    entries: dict[Any, Seen] = {}
    complete = True
    for key, item in zip(node.keys, node.values):  # noqa: B905  the parser gives as many of both
        value = scope.evaluate(item)
        if key is None:
            spread = entries_of(value)
            complete = complete and spread is not None
            entries.update(spread or {})
            continue
        name = plain(scope.evaluate(key))
        if name is UNKNOWN or isinstance(name, (list, dict, set)):
            complete = False
            name = object()
        try:
            entries[name] = Seen(value, item, scope.outline)
        except TypeError:
            complete = False
    found = Entries(entries)
    if not complete:
        may = holds_assets(found)
        found.hide(scope.hidden("is computed", node, assets=may, makes=may))
    return found


def _joined(node: ast.JoinedStr, scope: Scope) -> Value:
    parts = []
    for part in node.values:
        if not isinstance(part, ast.FormattedValue):
            parts.append(str(plain(scope.evaluate(part))))
            continue
        value = plain(scope.evaluate(part.value))
        spec = "" if part.format_spec is None else plain(scope.evaluate(part.format_spec))
        if not isinstance(value, (str, int, float, type(None))) or not isinstance(spec, str):
            return computed(node, scope)
        if not re.match(_FORMAT, spec):
            return computed(node, scope)
        shown: Any = {-1: value, 115: str(value), 114: repr(value), 97: ascii(value)}.get(part.conversion, value)
        try:
            parts.append(format(shown, spec))
        except (TypeError, ValueError):
            return computed(node, scope)
    text = "".join(parts)
    return Const(text) if len(text) <= TEXT_LIMIT else computed(node, scope)


def _binary(node: ast.BinOp, scope: Scope) -> Value:
    left, right = scope.evaluate(node.left), scope.evaluate(node.right)
    if isinstance(node.op, ast.Add):
        if isinstance(left, Items) and isinstance(right, Items) and left.kind == right.kind != "set":
            if left.items is not None and right.items is not None:
                items = [*left.items, *right.items]
                if len(items) <= ITEM_LIMIT:
                    return Items(left.kind, items)
        elif isinstance(left, Const) and isinstance(right, Const):
            if isinstance(left.value, str) and isinstance(right.value, str):
                if len(left.value) + len(right.value) <= TEXT_LIMIT:
                    return Const(left.value + right.value)
            elif type(left.value) is int and type(right.value) is int:
                return Const(left.value + right.value)
    elif isinstance(node.op, ast.BitOr):
        one, other = entries_of(left), entries_of(right)
        if one is not None and other is not None:
            return Entries({**one, **other})
    may = holds_assets(left) or holds_assets(right)
    return scope.hidden("is computed", node, assets=may, makes=may)


def _unary(node: ast.UnaryOp, scope: Scope) -> Value:
    value = scope.evaluate(node.operand)
    if isinstance(node.op, ast.Not):
        known = truth(value)
        return scope.hidden("is computed", node) if known is None else Const(not known)
    if isinstance(node.op, ast.USub) and isinstance(value, Const) and isinstance(value.value, (int, float)):
        return Const(-value.value)
    return scope.hidden("is computed", node)


def _either(node: ast.BoolOp, scope: Scope) -> Value:
    values: list[Value] = []
    for operand in node.values:
        scope.conditional += bool(values)
        value = scope.evaluate(operand)
        scope.conditional -= bool(values)
        known = truth(value)
        decides = isinstance(node.op, ast.Or)
        if known is not None and known is not decides and operand is not node.values[-1]:
            continue
        values.append(value)
        if known is decides:
            break
    merged = merge(values, "depends on a condition", scope.outline.place(node))
    assert merged is not None
    return merged


def _choice(node: ast.IfExp, scope: Scope) -> Value:
    known = truth(scope.evaluate(node.test))
    if known is not None:
        return scope.evaluate(node.body if known else node.orelse)
    scope.conditional += 1
    values = [scope.evaluate(node.body), scope.evaluate(node.orelse)]
    scope.conditional -= 1
    merged = merge(values, "depends on a condition", scope.outline.place(node))
    assert merged is not None
    return merged


def _comparison(node: ast.Compare, scope: Scope) -> Value:
    values = [scope.evaluate(node.left), *(scope.evaluate(other) for other in node.comparators)]
    if len(values) == 2 and isinstance(values[0], Const) and isinstance(values[1], Const):
        equal = type(values[0].value) is type(values[1].value) and values[0].value == values[1].value
        if isinstance(node.ops[0], (ast.Eq, ast.Is)):
            return Const(equal)
        if isinstance(node.ops[0], (ast.NotEq, ast.IsNot)):
            return Const(not equal)
    return scope.hidden("is computed", node)


def _subscript(node: ast.Subscript, scope: Scope) -> Value:
    base = scope.evaluate(node.value)
    if isinstance(node.slice, ast.Slice):
        may = holds_assets(base)
        return scope.hidden("is computed", node, assets=may, makes=may)
    index = scope.evaluate(node.slice)
    if isinstance(base, Items) and base.items is not None and isinstance(index, Const):
        if type(index.value) is int and -len(base.items) <= index.value < len(base.items):
            return base.items[index.value].value
    elif isinstance(base, Entries) and base.entries is not None and isinstance(index, Const):
        if index.value in base.entries:
            return base.entries[index.value].value
    elif isinstance(base, (Items, Entries, Hidden, Namespace, Const)):
        pass
    else:
        arguments = index.items if isinstance(index, Items) and index.items is not None else None
        inner = (index,) if arguments is None else tuple(item.value for item in arguments)
        return Subscripted(base, inner)
    may = holds_assets(base)
    return Hidden(
        phrase="is computed", place=scope.outline.place(node), assets=may, makes=may or makes(base), maybe_none=True
    )


def _lambda(node: ast.Lambda, scope: Scope) -> Value:
    return Function(node, scope)


def _walrus(node: ast.NamedExpr, scope: Scope) -> Value:
    value = scope.evaluate(node.value)
    scope.names[node.target.id] = value
    return value


def _comprehension(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope) -> Value:
    made: list[tuple[Value | None, Seen]] = []
    before = scope.names
    scope.names = dict(before)
    try:
        complete = _unroll(node, node.generators, made, scope)
    finally:
        scope.names = before
    if not complete:
        return _made_once(node, scope)
    if isinstance(node, ast.DictComp):
        entries: dict[Any, Seen] = {}
        for key, item in made:
            name = plain(key)
            if name is UNKNOWN or isinstance(name, (list, dict, set)):
                return _made_once(node, scope)
            entries[name] = item
        return Entries(entries)
    kind = "set" if isinstance(node, ast.SetComp) else "list" if isinstance(node, ast.ListComp) else "tuple"
    return Items(cast(Any, kind), [item for _, item in made])


def _unroll(
    node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp,
    generators: list[ast.comprehension],
    made: list[tuple[Value | None, Seen]],
    scope: Scope,
) -> bool:
    if not generators:
        if len(made) >= ITEM_LIMIT:
            return False
        if isinstance(node, ast.DictComp):
            made.append((scope.evaluate(node.key), Seen(scope.evaluate(node.value), node.value, scope.outline)))
        else:
            made.append((None, Seen(scope.evaluate(node.elt), node.elt, scope.outline)))
        return True
    generator = generators[0]
    items = sequence_of(scope.evaluate(generator.iter))
    if items is None or generator.is_async:
        return False
    for item in items:
        if not bind(generator.target, item, scope):
            return False
        tests = [truth(scope.evaluate(test)) for test in generator.ifs]
        if any(test is None for test in tests):
            return False
        if all(tests) and not _unroll(node, generators[1:], made, scope):
            return False
    return True


def _made_once(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp, scope: Scope) -> Value:
    """A comprehension over what is not known: what one item would be says whether it may be assets."""
    before = scope.names
    scope.names = dict(before)
    scope.conditional += 1
    try:
        for generator in node.generators:
            over = scope.evaluate(generator.iter)
            may = holds_assets(over)
            for name in ast.walk(generator.target):
                if isinstance(name, ast.Name):
                    scope.names[name.id] = scope.hidden("is computed", node, assets=may, makes=may or makes(over))
        item = scope.evaluate(node.value if isinstance(node, ast.DictComp) else node.elt)
    finally:
        scope.conditional -= 1
        scope.names = before
    may = holds_assets(item)
    return scope.hidden("is computed", node, assets=may, makes=may or makes(item))


def bind(target: ast.expr, item: Seen, scope: Scope) -> bool:
    """Give a target its value; ``False`` where it is one of several and the parts are not known."""
    if isinstance(target, ast.Name):
        scope.names[target.id] = item.value
        return True
    if isinstance(target, (ast.Tuple, ast.List)):
        parts = sequence_of(item.value)
        starred = [index for index, part in enumerate(target.elts) if isinstance(part, ast.Starred)]
        if parts is None or len(starred) > 1 or len(parts) < len(target.elts) - len(starred):
            return False
        if not starred:
            return len(parts) == len(target.elts) and all(
                bind(part, value, scope)
                for part, value in zip(target.elts, parts)  # noqa: B905
            )
        at, after = starred[0], len(target.elts) - starred[0] - 1
        rest = Items("list", parts[at : len(parts) - after])
        middle = target.elts[at]
        assert isinstance(middle, ast.Starred)
        done = [bind(part, value, scope) for part, value in zip(target.elts[:at], parts)]  # noqa: B905
        done.append(bind(middle.value, Seen(rest, item.node, item.outline), scope))
        if after:
            done += [bind(*pair, scope) for pair in zip(target.elts[at + 1 :], parts[-after:])]  # noqa: B905
        return all(done)
    return False


def _awaited(node: ast.Await, scope: Scope) -> Value:
    return computed(node, scope)


_HANDLERS: dict[type[ast.AST], Callable[[Any, Scope], Value]] = {
    ast.Attribute: _attribute,
    ast.Await: _awaited,
    ast.BinOp: _binary,
    ast.BoolOp: _either,
    ast.Call: _call,
    ast.Compare: _comparison,
    ast.Constant: _constant,
    ast.Dict: _dict,
    ast.DictComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.IfExp: _choice,
    ast.JoinedStr: _joined,
    ast.Lambda: _lambda,
    ast.List: _sequence,
    ast.ListComp: _comprehension,
    ast.Name: _name,
    ast.NamedExpr: _walrus,
    ast.Set: _sequence,
    ast.SetComp: _comprehension,
    ast.Subscript: _subscript,
    ast.Tuple: _sequence,
    ast.UnaryOp: _unary,
}
