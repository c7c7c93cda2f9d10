"""What Dagster, or ``@floe_asset``, refuses of an asset decorator when the module is loaded.

As the decorators of Dagster 1.13 check their arguments, compared with them in a test. Only what the text tells for
sure counts: a computed value may be anything.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from floe_lint.dagster.api_names import is_dagster, last
from floe_lint.kernel.positions import Place
from floe_lint.python import syntax_tree as ast
from floe_lint.python.facts import Refusal
from floe_lint.python.parameters import CONTEXTS
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

_ASSET = frozenset(
    (
        "automation_condition backfill_policy check_specs code_version config_schema dagster_type deps description "
        "freshness_policy group_name hooks ins io_manager_def io_manager_key is_virtual key key_prefix kinds metadata "
        "name op_tags output_required owners partitions_def pool required_resource_keys resource_defs retry_policy tags"
    ).split()
)
_MULTI = frozenset(
    (
        "backfill_policy can_subset check_specs code_version config_schema deps description group_name hooks ins "
        "internal_asset_deps name op_tags outs partitions_def pool required_resource_keys resource_defs retry_policy "
        "specs"
    ).split()
)
_GRAPH = frozenset(
    (
        "automation_condition backfill_policy check_specs code_version config description group_name hooks ins key "
        "key_prefix kinds metadata name owners partitions_def resource_defs tags"
    ).split()
)
_GRAPH_MULTI = frozenset(
    (
        "backfill_policy can_subset check_specs config group_name hooks ins name outs partitions_def resource_defs"
    ).split()
)
_MULTI_SOURCE = frozenset(
    (
        "can_subset check_specs description group_name name partitions_def required_resource_keys resource_defs specs"
    ).split()
)

ACCEPTED = {
    "asset": _ASSET,
    "floe_asset": _ASSET | {"inputs", "outputs"},
    "multi_asset": _MULTI,
    "graph_asset": _GRAPH,
    "graph_multi_asset": _GRAPH_MULTI,
    "multi_observable_source_asset": _MULTI_SOURCE,
}
"""The keywords of each decorator. ``observable_source_asset`` takes any, and looks at few."""
_JUDGED_OF_SOURCES = frozenset(["automation_condition", "key", "key_prefix", "name", "partitions_def", "tags"])

_OLD = frozenset(["auto_materialize_policy", "compute_kind", "legacy_freshness_policy", "non_argument_deps"])
HIDDEN = {
    "asset": _OLD | {"compute_fn"},
    "floe_asset": _OLD | {"compute_fn"},
    "multi_asset": frozenset(["allow_arbitrary_check_specs", "compute_kind", "non_argument_deps"]),
    "graph_asset": frozenset(["auto_materialize_policy", "compose_fn", "legacy_freshness_policy"]),
}
"""Keywords that are accepted and not shown."""

_OF_EACH = frozenset(["automation_condition", "key", "key_prefix", "kinds", "metadata", "owners", "tags"])
"""Keywords that a decorator of several assets does not take because each of them has its own."""

_FLOE_YAML = "set it under orchestration.assets in floe.yaml, or give "
_OBJECTS = {
    "partitions_def": 'set "partitions" under orchestration.assets in floe.yaml, or give a PartitionsDefinition',
    "automation_condition": f"{_FLOE_YAML}an AutomationCondition",
    "backfill_policy": f"{_FLOE_YAML}a BackfillPolicy",
    "freshness_policy": "give a FreshnessPolicy",
    "partition_mapping": "give a PartitionMapping",
    "retry_policy": "give a RetryPolicy",
}
_TEXTS = frozenset(
    "code_version compute_kind description group_name input_manager_key io_manager_key name pool".split()
)
_MAPPINGS = {
    "tags": 'give a dict of texts, such as {"priority": "high"}',
    "metadata": "give a dict",
    "op_tags": "give a dict",
    "resource_defs": "give a dict",
    "ins": "give a dict of AssetIn",
    "outs": "give a dict of AssetOut",
}
_LISTS = frozenset(["owners", "specs"])
_SETS = frozenset(["hooks", "required_resource_keys"])
_BOOLEANS = frozenset(["can_subset", "is_required", "is_virtual", "output_required", "skippable"])

_EVEN_IF_EMPTY = _SETS | {"tags"}

_NO_CONTEXT = frozenset(["floe_asset", "graph_asset", "graph_multi_asset", "observable_source_asset"])
"""Decorators that do not look at how the context is annotated."""
_CONTEXT_TYPES = frozenset(["AssetExecutionContext", "OpExecutionContext", "AssetCheckExecutionContext"])


def refusals(
    decorator: str, arguments: Arguments, function: Value, node: ast.AST, scope: Scope
) -> Iterator[tuple[Place, Refusal]]:
    """What is refused of one decorated function, by place. ``node`` is the ``def`` or the call that applies it."""
    name = getattr(function.node, "name", None) if isinstance(function, Function) else None
    subject = f'asset "{name}"' if name else "an asset"
    for place, message in _problems(decorator, arguments, function, node, scope):
        yield place, Refusal(place, f"{subject} {message}")


def _problems(
    decorator: str, arguments: Arguments, function: Value, node: ast.AST, scope: Scope
) -> Iterator[tuple[Place, str]]:
    accepted = ACCEPTED.get(decorator, _JUDGED_OF_SOURCES)
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
    yield from _together(arguments, decorator)
    if isinstance(function, (Const, Items, Entries)) and isinstance(node, ast.Call) and shown_as(function) != "None":
        place = scope.outline.place(node.args[0] if node.args else node)
        shown, text = shown_as(function) or "a value", quoted(function)
        named = f", such as group_name={text}" if text else ""
        yield place, f"gives @{decorator} {shown} in place of a function; name the argument{named}"
    if isinstance(function, Function) and _is_bare(function, node):
        if decorator == "floe_asset":
            if isinstance(function.node, ast.AsyncFunctionDef):
                place = function.scope.outline.name_place(function.node)
                yield place, "is an async function, which @floe_asset refuses; make it a plain one, or use @asset"
        elif decorator not in _NO_CONTEXT:
            yield from _about_context(function)


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
    if shown is None or shown == "None" or not (truth(value) or name in _EVEN_IF_EMPTY):
        return None
    if name in _OBJECTS:
        return shown, _OBJECTS[name]
    if name in _TEXTS and shown != "text":
        return shown, f'give text: "{value.value}"' if isinstance(value, Const) and shown == "a number" else "give text"
    # @floe_asset makes a dict of its metadata itself, and a set of the resources.
    if name in _MAPPINGS and shown != "a dict" and (name, decorator) != ("metadata", "floe_asset"):
        return shown, _MAPPINGS[name]
    if name in _LISTS and shown not in ("a list", "a tuple"):
        text = quoted(value)
        if name == "specs":
            return shown, "give a list of AssetSpec"
        return shown, f"give a list: [{text}]" if text else "give a list of texts"
    wants_set = name in _SETS or (name, decorator) == ("kinds", "AssetOut")
    if wants_set and shown != "a set" and (name, decorator) != ("required_resource_keys", "floe_asset"):
        items = value.items if isinstance(value, Items) else None
        written = [quoted(value)] if shown == "text" else [quoted(item.value) for item in items or ()]
        known = 0 < len(written) <= 3 and all(written) and name != "hooks"
        return shown, f"give a set: {{{', '.join(written)}}}" if known else "give a set"
    if name in _BOOLEANS and shown != "True":
        return shown, "give True or False"
    return None


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


def _together(arguments: Arguments, decorator: str) -> Iterator[tuple[Place, str]]:
    """Arguments that exclude each other."""
    excluded: tuple[tuple[str, str, str], ...]
    if decorator == "multi_asset":
        excluded = (
            ("specs", "outs", "keep one of them"),
            ("specs", "deps", "give deps to each AssetSpec"),
            ("specs", "internal_asset_deps", "give deps to each AssetSpec"),
        )
    elif decorator in ("asset", "floe_asset", "graph_asset", "observable_source_asset"):
        kinds = ("kinds", "compute_kind", 'add it to "kinds"')
        key = (("key", "name", 'keep "key"'), ("key", "key_prefix", 'keep "key", with the prefix in it'))
        excluded = (*key, kinds) if decorator in ("asset", "floe_asset") else key
    else:
        return
    for first, second, way_out in excluded:
        one, other = arguments.keywords.get(first), arguments.keywords.get(second)
        if one is not None and other is not None and is_given(one.value) and is_given(other.value):
            yield other.place, f'gives "{second}" together with "{first}", which Dagster refuses; {way_out}'


def is_given(value: Value) -> bool:
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
    if not parameters or parameters[0].arg not in CONTEXTS or parameters[0].annotation is None:
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
        return is_dagster(value.name) and own.endswith("Context") and own not in _CONTEXT_TYPES
    return isinstance(value, Const) or (isinstance(value, Class) and not value.node.decorator_list)
