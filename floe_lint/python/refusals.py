"""What Dagster, or ``@floe_asset``, refuses of an asset decorator when the module is loaded.

Only what the text tells for sure counts: a computed value may be anything.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping

from floe_lint.dagster import api_arguments
from floe_lint.dagster.api_names import last
from floe_lint.kernel.positions import Place
from floe_lint.python.facts import DagsterRefusal
from floe_lint.python.origins import is_dagster
from floe_lint.python.values import (
    Arguments,
    AssetPath,
    Assets,
    Class,
    Const,
    Entries,
    Function,
    Items,
    Origin,
    Record,
    Scope,
    Seen,
    Value,
    truth,
)

ACCEPTED = {**api_arguments.KEYWORDS, "floe_asset": api_arguments.KEYWORDS["asset"] | {"inputs", "outputs"}}
"""The keywords of each decorator. ``observable_source_asset`` takes any, and looks at few."""

HIDDEN = {**api_arguments.HIDDEN, "floe_asset": api_arguments.HIDDEN["asset"]}
"""Keywords that are accepted and not shown."""

_OF_EACH = frozenset(["automation_condition", "key", "key_prefix", "kinds", "metadata", "owners", "tags"])
"""Keywords that a decorator of several assets does not take because each of them has its own."""

_IN_FLOE_YAML = {
    "partitions_def": 'set "partitions" under orchestration.assets in floe.yaml, or ',
    "automation_condition": "set it under orchestration.assets in floe.yaml, or ",
    "backfill_policy": "set it under orchestration.assets in floe.yaml, or ",
}
"""How floe.yaml sets what an argument would."""

_TOGETHER = {
    "compute_kind": 'add it to "kinds"',
    "deps": "give deps to each AssetSpec",
    "internal_asset_deps": "give deps to each AssetSpec",
    "key_prefix": 'keep "key", with the prefix in it',
    "name": 'keep "key"',
    "outs": "keep one of them",
}
"""What to do about an argument that another one excludes."""


def refusals(
    decorator: str, arguments: Arguments, function: Value, node: ast.AST, scope: Scope
) -> Iterator[tuple[Place, DagsterRefusal]]:
    """What is refused of one decorated function, by place. ``node`` is the ``def`` or the call that applies it."""
    made = function.function if isinstance(function, Assets) else function
    name = getattr(made.node, "name", None) if isinstance(made, Function) else None
    subject = f'asset "{name}"' if name else "an asset"
    for place, message in _problems(decorator, arguments, function, node, scope):
        yield place, DagsterRefusal(place, f"{subject} {message}")


def _problems(
    decorator: str, arguments: Arguments, function: Value, node: ast.AST, scope: Scope
) -> Iterator[tuple[Place, str]]:
    accepted = ACCEPTED.get(decorator, api_arguments.LOOKED_AT_OF_SOURCES)
    for name, seen in arguments.keywords.items():
        if name not in accepted and name not in HIDDEN.get(decorator, ()):
            if decorator in ACCEPTED:
                way_out = _instead(name, decorator)
                message = f'gives @{decorator} the argument "{name}", which it does not take; {way_out}'
                yield name_place(name, seen, node), message
        elif name in ("inputs", "outputs"):
            yield from _about_tables(name, seen)
        elif (said := about_value(name, seen.value, decorator)) is not None:
            shown, way_out = said
            yield seen.place, f'gives "{name}" as {shown}, which Dagster refuses; {way_out}'
        else:
            yield from about_entries(name, seen)
    yield from together(arguments.keywords, "asset" if decorator == "floe_asset" else decorator)
    if isinstance(function, (Const, Items, Entries)) and isinstance(node, ast.Call) and shown_as(function) != "None":
        place = scope.outline.place(node.args[0] if node.args else node)
        shown, text = shown_as(function) or "a value", quoted(function)
        named = f", such as group_name={text}" if text else ""
        yield place, f"gives @{decorator} {shown} in place of a function; name the argument{named}"
    if decorator != "observable_source_asset":
        yield from about_asset(decorator, function, node, scope)
    if isinstance(function, Function) and _is_bare(function, node):
        if decorator == "floe_asset":
            if isinstance(function.node, ast.AsyncFunctionDef):
                place = function.scope.outline.name_place(function.node)
                yield place, "is an async function, which @floe_asset refuses; make it a plain one, or use @asset"
        elif decorator not in api_arguments.ANY_CONTEXT_TYPE:
            yield from _about_context(function)


def about_asset(decorator: str, function: Value, node: ast.AST, scope: Scope) -> Iterator[tuple[Place, str]]:
    """A decorator that is given an asset, which has no ``__name__`` and whose parameters are ``*args``."""
    if isinstance(function, Assets) and function.form != "spec":
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            place = scope.outline.name_place(node)
        else:
            place = scope.outline.place(node.args[0] if isinstance(node, ast.Call) and node.args else node)
        yield (
            place,
            f"is given to @{decorator} though it is one already, which Dagster refuses; keep one of the two",
        )


# ---- names of arguments


def _instead(name: str, decorator: str) -> str:
    """What to do about an argument that a decorator does not take."""
    accepted = ACCEPTED[decorator]
    if name in _OF_EACH and decorator not in ("asset", "floe_asset", "graph_asset"):
        return "give it to each of its assets"
    if name in ("inputs", "outputs") and decorator == "asset":
        return "@floe_asset does"
    return meant(name, accepted)


def meant(name: str, accepted: Collection[str]) -> str:
    """Which argument was probably meant."""
    from floe_lint.kernel.near_names import nearest

    near = nearest(name, accepted)
    if near is None and len(name) > 2:
        # One who writes "group" or "partition" has left out a word.
        longer = [other for other in accepted if any(word.startswith(name) for word in other.split("_"))]
        near = longer[0] if len(longer) == 1 else None
    return f'did you mean "{near}"?' if near else "leave it out"


def name_place(name: str, seen: Seen, node: ast.AST) -> Place:
    """The name of an argument; its value where it is given elsewhere, in a dict or a partial."""
    roots: list[ast.AST] = [node]
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        roots = [*node.decorator_list]
    for root in roots:
        for inner in ast.walk(root):
            if isinstance(inner, ast.keyword) and inner.value is seen.node:
                place = seen.outline.place(inner)
                span = place.span
                return place._replace(span=span._replace(end_line=span.line, end_column=span.column + len(name)))
    return seen.place


# ---- values of arguments


def shown_as(value: Value) -> str | None:
    """What kind of literal a value is; ``None`` where it is no literal."""
    if isinstance(value, Items):
        return None if value.items is None else f"a {value.kind}"
    if isinstance(value, Entries):
        return None if value.entries is None else "a dict"
    if not isinstance(value, Const):
        return None
    if isinstance(value.value, str):
        return "text"
    if value.value is None or isinstance(value.value, bool):
        return str(value.value)
    return "a number" if isinstance(value.value, (int, float)) else "a constant"


def about_value(name: str, value: Value, decorator: str) -> tuple[str, str] | None:
    """Of what kind a value is that a decorator, or a class, refuses, and what to give instead."""
    shown = shown_as(value)
    # Of the others, decorators take some that are empty for none at all.
    if shown is None or shown == "None" or not (truth(value) or name in api_arguments.EVEN_IF_EMPTY):
        return None
    if name in api_arguments.OBJECTS:
        wanted = api_arguments.OBJECTS[name]
        return shown, f"{_IN_FLOE_YAML.get(name, '')}give {'an' if wanted[0] in 'AEIOU' else 'a'} {wanted}"
    if name in api_arguments.TEXTS and shown != "text":
        return shown, f'give text: "{value.value}"' if isinstance(value, Const) and shown == "a number" else "give text"
    # @floe_asset makes a dict of its metadata itself, and a set of the resources.
    if name in api_arguments.MAPPINGS and shown != "a dict" and (name, decorator) != ("metadata", "floe_asset"):
        return shown, _give_dict(name)
    if name in api_arguments.LISTS and shown not in ("a list", "a tuple"):
        text = quoted(value)
        if name in api_arguments.ITEMS:
            return shown, f"give a list of {api_arguments.ITEMS[name]}"
        return shown, f"give a list: [{text}]" if text else "give a list of texts"
    wants_set = name in api_arguments.SETS or name in api_arguments.SETS_OF.get(decorator, ())
    if wants_set and shown != "a set" and (name, decorator) != ("required_resource_keys", "floe_asset"):
        items = value.items if isinstance(value, Items) else None
        written = [quoted(value)] if shown == "text" else [quoted(item.value) for item in items or ()]
        known = 0 < len(written) <= 3 and all(written) and name != "hooks"
        return shown, f"give a set: {{{', '.join(written)}}}" if known else "give a set"
    if name in api_arguments.BOOLEANS and shown != "True":
        return shown, "give True or False"
    return None


def _give_dict(name: str) -> str:
    if name == "tags":
        return 'give a dict of texts, such as {"priority": "high"}'
    return f"give a dict of {api_arguments.ITEMS[name]}" if name in api_arguments.ITEMS else "give a dict"


def quoted(value: Value) -> str:
    text = value.value if isinstance(value, Const) else None
    return f'"{text}"' if isinstance(text, str) and text.isprintable() and not {'"', "\\"} & set(text) else ""


def _about_tables(name: str, seen: Seen) -> Iterator[tuple[Place, str]]:
    """The same of ``inputs`` and ``outputs``, which ``@floe_asset`` looks at itself."""
    value = seen.value
    if isinstance(value, Const) and value.value is not None:
        text = quoted(value)
        way_out = f"give a list: [{text}]" if text not in ("", '""') else "give a list of table names"
        yield seen.place, f'gives "{name}" as {shown_as(value)}, which @floe_asset refuses; {way_out}'
    for item in (value.items if isinstance(value, Items) else None) or ():
        if isinstance(item.value, Const) and not (isinstance(item.value.value, str) and item.value.value):
            shown = "an empty text" if item.value.value == "" else shown_as(item.value)
            yield item.place, f'has {shown} in "{name}", which @floe_asset refuses; name tables only'


def about_entries(name: str, seen: Seen) -> Iterator[tuple[Place, str]]:
    """What is refused in a list or dict of the right kind, and a text that is taken for a list."""
    value = seen.value
    entries = value.entries if isinstance(value, Entries) else None
    items = value.items if isinstance(value, Items) else None
    if name == "tags":
        for key, item in (entries or {}).items():
            shown = shown_as(item.value)
            if not isinstance(key, str):
                yield item.place, f"has a tag named {key!r}, which Dagster refuses; name it by a text"
            elif shown is not None and shown != "text":
                way_out = "give text"
                if isinstance(item.value, Const) and item.value.value is not None:
                    given = str(item.value.value)
                    way_out += f', such as "{given.lower() if isinstance(item.value.value, bool) else given}"'
                yield item.place, f'gives the tag "{key}" as {shown}, which Dagster refuses; {way_out}'
    elif name == "ins":
        for key, item in (entries or {}).items():
            if _is_no_asset_in(item.value):
                text = quoted(item.value)
                way_out = f"give AssetIn({text})" if text else "give an AssetIn"
                yield item.place, f'gives the input "{key}" without AssetIn, which Dagster refuses; {way_out}'
    elif name == "owners":
        for item in items or ():
            shown = shown_as(item.value)
            if shown is not None and shown != "text":
                yield item.place, f"gives an owner as {shown}, which Dagster refuses; give text"
    elif name == "specs":
        for item in items or ():
            shown = shown_as(item.value)
            if shown is not None:
                text = quoted(item.value)
                yield item.place, f"gives a spec as {shown}, which Dagster refuses; give AssetSpec({text or '…'})"
    elif name == "deps":
        if shown_as(value) == "text" and truth(value):
            way_out = f"give a list: [{quoted(value)}]" if quoted(value) else "give a list"
            yield seen.place, f'gives "deps" as text, of which Dagster takes each letter for an asset; {way_out}'
        for item in items or ():
            if isinstance(item.value, Const) and not isinstance(item.value.value, str):
                shown = shown_as(item.value)
                yield item.place, f"depends on {shown}, which Dagster refuses; name an asset"


def _is_no_asset_in(value: Value) -> bool:
    if isinstance(value, Record):
        return last(value.origin) == "AssetDep"
    return isinstance(value, (Const, AssetPath, Assets, Items, Entries))


def together(given: Mapping[str, Seen], name: str) -> Iterator[tuple[Place, str]]:
    """Arguments of a decorator or a class that exclude each other."""
    for first, second in api_arguments.EXCLUSIVE.get(name, ()):
        one, other = given.get(first), given.get(second)
        if one is not None and other is not None and _is_given(one.value) and _is_given(other.value):
            told = f'gives "{second}" together with "{first}", which Dagster refuses; {_TOGETHER[second]}'
            yield other.place, told


def _is_given(value: Value) -> bool:
    return isinstance(value, AssetPath) or truth(value) is True


# ---- functions


def _is_bare(function: Function, node: ast.AST) -> bool:
    """Whether the decorator gets the function as it is written: no other one is between."""
    if isinstance(function.node, ast.Lambda) or function.changed_by:
        return False
    return len(function.node.decorator_list) == (1 if function.node is node else 0)


def _about_context(function: Function) -> Iterator[tuple[Place, str]]:
    """A first parameter called ``context`` that is annotated with anything but the classes that Dagster compares."""
    given = function.node.args
    parameters = [*given.posonlyargs, *given.args, *([given.vararg] if given.vararg else []), *given.kwonlyargs]
    if not parameters or parameters[0].arg not in api_arguments.CONTEXT_NAMES or parameters[0].annotation is None:
        return
    name, annotation = parameters[0].arg, parameters[0].annotation
    place = function.scope.outline.place(annotation)
    if _is_postponed(function.scope.outline.tree):
        told = f'annotates "{name}" under "from __future__ import annotations", which Dagster refuses'
        yield place, f"{told}; leave out the annotation or that import, or use @floe_asset"
    elif isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        yield place, f'annotates "{name}" with text, which Dagster refuses; leave out the quotes or the annotation'
    elif _is_other_type(annotation, function.scope):
        yield place, f'annotates "{name}" with a type that Dagster refuses; write AssetExecutionContext'


def _is_postponed(module: ast.Module) -> bool:
    return any(
        isinstance(statement, ast.ImportFrom)
        and statement.module == "__future__"
        and any(alias.name == "annotations" for alias in statement.names)
        for statement in module.body[:20]
    )


def _is_other_type(annotation: ast.expr, scope: Scope) -> bool:
    """Whether a type is certainly none of those that are accepted."""
    value = scope.evaluate(annotation)
    if isinstance(value, Origin):
        if value.name.startswith("builtins.") or value.name == "typing.Any":
            return True
        own = last(value.name)
        return is_dagster(value.name) and own.endswith("Context") and own not in api_arguments.CONTEXT_TYPES
    return isinstance(value, Const) or (isinstance(value, Class) and not value.node.decorator_list)
