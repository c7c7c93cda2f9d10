"""Following the statements of a module from top to bottom."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from floe_lint.dagster.api_names import EXPORTED
from floe_lint.python.decorators import decorate
from floe_lint.python.expressions import bind
from floe_lint.python.facts import SyntaxDefect
from floe_lint.python.merging import merge_names, prefer_dagster
from floe_lint.python.methods import sequence_of
from floe_lint.python.origins import is_dagster, says_assets_module
from floe_lint.python.project_calls import absolute, attribute_of_module, hide_contents, makes
from floe_lint.python.values import (
    ITEM_LIMIT,
    STEP_LIMIT,
    UNKNOWN,
    Assets,
    Class,
    Entries,
    Function,
    Hidden,
    Items,
    ModuleRef,
    Namespace,
    Origin,
    Scope,
    Seen,
    Value,
    holds_assets,
    loadable,
    plain,
    truth,
)

_UNROLLED = 200
"""Turns of a loop that are followed one by one."""


def run(body: Sequence[ast.stmt], scope: Scope) -> None:
    """Follow statements."""
    for statement in body:
        handler = _HANDLERS.get(type(statement))
        if handler is not None:
            handler(statement, scope)


# ---- names


def _assign(node: ast.Assign, scope: Scope) -> None:
    value = scope.evaluate(node.value)
    if len(node.targets) == 1 and isinstance(node.targets[0], ast.Name) and isinstance(value, Assets):
        before = scope.names.get(node.targets[0].id)
        if isinstance(before, Assets) and before.assets != value.assets:
            scope.redefined.append((before, value, node))
    for target in node.targets:
        _set(target, Seen(value, node.value, scope.outline), scope)


def _annotated(node: ast.AnnAssign, scope: Scope) -> None:
    if node.value is not None:
        _set(node.target, Seen(scope.evaluate(node.value), node.value, scope.outline), scope)


def _set(target: ast.expr, seen: Seen, scope: Scope) -> None:
    if isinstance(target, ast.Subscript):
        _set_item(target, seen, scope)
    elif isinstance(target, ast.Attribute):
        _set_attribute(target, seen, scope)
    elif isinstance(target, (ast.Name, ast.Tuple, ast.List)) and not bind(target, seen, scope):
        _lose(target, seen.value, seen.node, scope)


def _lose(target: ast.expr, value: Value, node: ast.AST, scope: Scope) -> None:
    """Give every name of a target a value that only running the code would tell."""
    may = holds_assets(value)
    phrase = value.phrase if isinstance(value, Hidden) else "is computed"
    for inner in ast.walk(target):
        if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store):
            scope.names[inner.id] = scope.hidden(phrase, node, assets=may, makes=may or makes(value))


def _set_attribute(target: ast.Attribute, seen: Seen, scope: Scope) -> None:
    """Give an attribute of a class its value."""
    owner = scope.evaluate(target.value) if isinstance(target.value, (ast.Name, ast.Attribute)) else None
    if isinstance(owner, Class):
        from floe_lint.python.class_attributes import set_class_attribute

        set_class_attribute(owner, target.attr, seen.value, target, scope)


def _set_item(target: ast.Subscript, seen: Seen, scope: Scope) -> None:
    owner = scope.evaluate(target.value)
    key = plain(scope.evaluate(target.slice)) if not isinstance(target.slice, ast.Slice) else UNKNOWN
    if isinstance(owner, Namespace):
        if isinstance(key, str) and not scope.conditional:
            scope.names[key] = seen.value
        else:
            scope.add_unknown("names are made with globals()", target)
    elif isinstance(owner, Entries):
        known = owner.entries is not None and not scope.conditional and isinstance(key, (str, int, tuple))
        if known and owner.entries is not None:
            owner.add({key: seen})
        else:
            hide_contents(owner, scope.hidden("is changed", target), holds_assets(seen.value))
    elif isinstance(owner, Items):
        hide_contents(owner, scope.hidden("is changed", target), holds_assets(seen.value))


def _augmented(node: ast.AugAssign, scope: Scope) -> None:
    added = scope.evaluate(node.value)
    if not isinstance(node.target, ast.Name):
        if isinstance(node.target, ast.Subscript):
            _set_item(node.target, Seen(scope.hidden("is computed", node), node.value, scope.outline), scope)
        return
    name = node.target.id
    before = scope.lookup(name, node.target)
    items = sequence_of(added)
    if isinstance(before, Items) and before.kind == "list" and isinstance(node.op, ast.Add):
        # A list is changed in place, so that its other names see it too.
        room = before.items is not None and items is not None and len(before.items) + len(items) <= ITEM_LIMIT
        if room and not scope.conditional and before.items is not None and items is not None:
            before.add(items)
        else:
            hide_contents(before, scope.hidden("is changed by +=", node), holds_assets(added))
        return
    if isinstance(before, Entries) and isinstance(added, Entries) and isinstance(node.op, ast.BitOr):
        if before.entries is not None and added.entries is not None and not scope.conditional:
            before.add(added.entries)
        else:
            hide_contents(before, scope.hidden("is changed by |=", node), holds_assets(added))
        return
    joined = ast.BinOp(ast.Name(name, ast.Load()), node.op, node.value)
    for inner in (joined, joined.left):
        ast.copy_location(inner, node)
    scope.names[name] = scope.evaluate(joined)


def _delete(node: ast.Delete, scope: Scope) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            scope.names.pop(target.id, None)
        elif isinstance(target, ast.Subscript):
            owner = scope.evaluate(target.value)
            if isinstance(owner, Namespace):
                scope.add_unknown("names are made with globals()", target)
            elif isinstance(owner, (Items, Entries)):
                hide_contents(owner, scope.hidden("is changed by del", target))


def _define(node: ast.FunctionDef | ast.AsyncFunctionDef, scope: Scope) -> None:
    value: Value = Function(node, scope)
    for decorator in reversed(node.decorator_list):
        value = decorate(decorator, value, node, scope)
    before = scope.names.get(node.name)
    if isinstance(before, Assets) and isinstance(value, Assets):
        scope.redefined.append((before, value, node))
    scope.names[node.name] = value


def _define_class(node: ast.ClassDef, scope: Scope) -> None:
    bases = [scope.evaluate(base) for base in node.bases]
    reaching = next(_reaching_out(node), None)
    names = None
    if reaching is not None:
        scope.add_unknown(f'class "{node.name}" makes names of the module', reaching)
    else:
        names = _body_of(node, scope)
    is_plain = not node.decorator_list and not node.keywords and all(map(_is_plain, bases))
    known = tuple(base for base in bases if isinstance(base, Class))
    scope.names[node.name] = Class(
        node=node, scope=scope, names=names, bases=known, plain=is_plain and len(bases) < 2 and names is not None
    )


def _is_plain(base: Value) -> bool:
    """Whether a base of a class adds nothing but the names of its body."""
    if isinstance(base, Class):
        return base.plain
    return isinstance(base, Origin) and base.name in ("builtins.object", "abc.ABC", "typing.Protocol")


def _body_of(node: ast.ClassDef, scope: Scope) -> dict[str, Value]:
    """The names that the body of a class makes; those of the module stay as they are."""
    before = scope.names
    scope.names = dict(before)
    run(node.body, scope)
    made = scope.names
    scope.names = before
    bound = {
        inner.id for inner in _inside(node.body) if isinstance(inner, ast.Name) and isinstance(inner.ctx, ast.Store)
    }
    return {name: value for name, value in made.items() if name in bound or value is not before.get(name)}


def _reaching_out(node: ast.ClassDef) -> Iterator[ast.AST]:
    """What in the body of a class may make names of the module: its own are none."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        names = isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name) and inner.func.id
        if isinstance(inner, ast.Global) or names in ("globals", "exec", "setattr"):
            yield inner
        waiting.extend(ast.iter_child_nodes(inner))


def _expression(node: ast.Expr, scope: Scope) -> None:
    if not isinstance(node.value, ast.Constant):
        scope.evaluate(node.value)


# ---- imports


def _import(node: ast.Import, scope: Scope) -> None:
    for alias in node.names:
        if alias.asname:
            scope.names[alias.asname] = scope.module(alias.name)
        else:
            top = alias.name.partition(".")[0]
            scope.names[top] = scope.module(top)


def _import_from(node: ast.ImportFrom, scope: Scope) -> None:
    base = absolute(node, scope)
    if base == "__future__":
        return
    module = scope.module(base)
    if isinstance(module, ModuleRef) and not scope.conditional:
        scope.imported.append(module.file)
    for alias in node.names:
        if alias.name == "*":
            _import_everything(base, module, node, scope)
        elif isinstance(module, ModuleRef):
            found = attribute_of_module(module.file, alias.name, node, scope)
            scope.names[alias.asname or alias.name] = found
        else:
            scope.names[alias.asname or alias.name] = Origin(f"{base}.{alias.name}")


def _import_everything(base: str, module: Value, node: ast.ImportFrom, scope: Scope) -> None:
    if not isinstance(module, ModuleRef):
        if base == "dagster":
            scope.names.update({name: Origin(f"dagster.{name}") for name in EXPORTED})
        elif base == "floe_dagster":
            scope.names["floe_asset"] = Origin("floe_dagster.floe_asset")
        elif not is_dagster(base) and says_assets_module(base):
            scope.add_unknown(f'everything is imported from "{base}"', node)
        return
    if not module.file.is_source:
        return
    other = scope.modules.scope(module.file)
    if isinstance(other, SyntaxDefect):
        scope.add_unknown(f'everything is imported from "{base}", which {other.phrase}', node)
        return
    exported = plain(other.names["__all__"]) if "__all__" in other.names else None
    if exported is UNKNOWN:
        scope.add_unknown(f'what "{base}" exports is computed', node)
        exported = None
    for name, value in list(other.names.items()):
        if name in exported if exported is not None else not name.startswith("_"):
            scope.names[name] = value
    for name in exported or ():
        if name not in other.names and isinstance(name, str):
            scope.names[name] = attribute_of_module(module.file, name, node, scope)
    for unknown in other.unknowns:
        scope.open = True
        if unknown not in scope.unknowns:
            scope.unknowns.append(unknown)


# ---- blocks that may or may not run


def _blocks(
    bodies: Sequence[Sequence[ast.stmt]],
    node: ast.stmt,
    scope: Scope,
    phrase: str = "is set under a condition",
) -> None:
    """Follow blocks of which one runs."""
    before = scope.names
    ends = []
    scope.conditional += 1
    for body in bodies:
        scope.names = dict(before)
        run(body, scope)
        if not _leaves(body):
            ends.append(scope.names)
    scope.conditional -= 1
    scope.names = merge_names(ends or [before], phrase, scope.outline.place(node))


def _leaves(body: Sequence[ast.stmt]) -> bool:
    """Whether a block ends the module: nothing after it runs."""
    if not body:
        return False
    end = body[-1]
    if isinstance(end, ast.Expr) and isinstance(end.value, ast.Call):
        function = end.value.func
        owner = function.value if isinstance(function, ast.Attribute) else None
        return isinstance(owner, ast.Name) and owner.id == "sys" and getattr(function, "attr", "") == "exit"
    return isinstance(end, ast.Raise)


def _if(node: ast.If, scope: Scope) -> None:
    known = _decided(node.test, scope)
    if known is None:
        _blocks([node.body, node.orelse], node, scope)
    else:
        run(node.body if known else node.orelse, scope)


def _decided(test: ast.expr, scope: Scope) -> bool | None:
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = _decided(test.operand, scope)
        return None if inner is None else not inner
    value = scope.evaluate(test)
    if isinstance(value, Origin) and value.name in (
        "typing.TYPE_CHECKING",
        "typing_extensions.TYPE_CHECKING",
    ):
        return False
    return truth(value)


def _try(node: Any, scope: Scope) -> None:
    handlers = [handler for handler in node.handlers if not _leaves(handler.body)]
    if not handlers:
        run([*node.body, *node.orelse, *node.finalbody], scope)
        return
    before = scope.names
    phrase, place = "is set under a condition", scope.outline.place(node)
    scope.conditional += 1
    scope.names = dict(before)
    run(node.body, scope)
    tried = scope.names
    run(node.orelse, scope)
    ends = [] if _leaves([*node.body, *node.orelse]) else [scope.names]
    for handler in handlers:
        scope.names = merge_names([before, tried], phrase, place)
        if handler.name:
            scope.names[handler.name] = scope.hidden("is an exception", handler)
        run(handler.body, scope)
        if handler.name:
            scope.names.pop(handler.name, None)
        ends.append(scope.names)
    scope.conditional -= 1
    scope.names = merge_names(ends, phrase, place)
    prefer_dagster(tried, scope.names)
    run(node.finalbody, scope)


def _with(node: ast.With | ast.AsyncWith, scope: Scope) -> None:
    swallows = False
    for item in node.items:
        manager = scope.evaluate(item.context_expr)
        swallows = swallows or "suppress" in ast.dump(
            item.context_expr.func if isinstance(item.context_expr, ast.Call) else item.context_expr
        )
        if item.optional_vars is not None:
            hidden = scope.hidden("is computed", item.context_expr, makes=makes(manager))
            _lose(item.optional_vars, hidden, item.context_expr, scope)
    if swallows:
        _blocks([node.body, []], node, scope)
    else:
        run(node.body, scope)


def _match(node: ast.Match, scope: Scope) -> None:
    subject = scope.evaluate(node.subject)
    before = dict(scope.names)
    for case in node.cases:
        for inner in ast.walk(case.pattern):
            name = getattr(inner, "name", None) or getattr(inner, "rest", None)
            if isinstance(name, str):
                scope.names[name] = scope.hidden("is matched", node, assets=holds_assets(subject))
    captured = scope.names
    scope.names = {**before, **{name: value for name, value in captured.items() if name not in before}}
    for name in before:
        if captured[name] is not before[name]:
            scope.names[name] = captured[name]
    last = node.cases[-1]
    always = isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None and last.guard is None
    bodies: list[Sequence[ast.stmt]] = [case.body for case in node.cases]
    _blocks(bodies if always else [*bodies, []], node, scope)


def _for(node: ast.For | ast.AsyncFor, scope: Scope) -> None:
    over = scope.evaluate(node.iter)
    items = sequence_of(over)
    interrupted = any(isinstance(inner, (ast.Break, ast.Continue)) for inner in _inside(node.body))
    if items is not None and len(items) <= _UNROLLED and not interrupted and scope.steps < STEP_LIMIT:
        for item in list(items):
            if not bind(node.target, item, scope):
                _lose(node.target, over, node.iter, scope)
            run(node.body, scope)
    else:
        before = dict(scope.names)
        _lose(
            node.target,
            Hidden("is set in a loop", scope.outline.place(node.iter), *_may(over)),
            node.iter,
            scope,
        )
        looped = scope.names
        scope.names = before
        target = {
            inner.id: looped[inner.id]
            for inner in ast.walk(node.target)
            if isinstance(inner, ast.Name) and inner.id in looped
        }
        scope.names = {**before, **target}
        _loop(node.body, node, scope, before)
    run(node.orelse, scope)


def _may(over: Value) -> tuple[bool, bool]:
    """Whether an item of a value may be assets, or make some."""
    may = holds_assets(over)
    return may, may or makes(over)


def _while(node: ast.While, scope: Scope) -> None:
    if truth(scope.evaluate(node.test)) is not False:
        _loop(node.body, node, scope, dict(scope.names))
    run(node.orelse, scope)


def _loop(body: Sequence[ast.stmt], node: ast.stmt, scope: Scope, before: dict[str, Value]) -> None:
    """Follow a block that runs any number of times; what it sets is unknown after it."""
    scope.conditional += 1
    entry = dict(scope.names)
    scope.names = entry
    run(body, scope)
    scope.conditional -= 1
    # Whatever the body sets has another value at each turn.
    changed = {name for name, value in scope.names.items() if value is not before.get(name)}
    place = scope.outline.place(node)
    for name in changed:
        value = scope.names[name]
        if isinstance(value, Hidden):
            scope.names[name] = value._replace(maybe_none=True)
        elif not isinstance(value, (Function, Class, Origin, ModuleRef)) or loadable(before.get(name)):
            may = loadable(value) or loadable(before.get(name))
            scope.names[name] = Hidden(
                phrase="is made in a loop",
                place=place if not may else _first(node, scope),
                assets=may,
                makes=may or makes(value),
                maybe_none=True,
            )


def _first(node: ast.stmt, scope: Scope) -> Any:
    place = scope.outline.place(node)
    span = place.span
    return place._replace(span=span._replace(end_line=span.line, end_column=span.column + 1))


def _inside(body: Sequence[ast.stmt]) -> Iterator[ast.AST]:
    """The nodes of a block without those of functions and classes in it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))


_HANDLERS: dict[type[ast.AST], Callable[[Any, Scope], None]] = {
    ast.AnnAssign: _annotated,
    ast.Assign: _assign,
    ast.AsyncFor: _for,
    ast.AsyncFunctionDef: _define,
    ast.AsyncWith: _with,
    ast.AugAssign: _augmented,
    ast.ClassDef: _define_class,
    ast.Delete: _delete,
    ast.Expr: _expression,
    ast.For: _for,
    ast.FunctionDef: _define,
    ast.If: _if,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Match: _match,
    ast.Try: _try,
    ast.While: _while,
    ast.With: _with,
}
if hasattr(ast, "TryStar"):
    _HANDLERS[ast.TryStar] = _try
