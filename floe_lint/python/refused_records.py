"""What Dagster refuses of ``AssetSpec``, ``AssetOut`` and their like when the module is loaded.

As the classes of Dagster 1.13 check their arguments, compared with them in a test. Only what the text tells for sure
counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.kernel.positions import Place
from floe_lint.python import syntax_tree as ast
from floe_lint.python.attributes import path_of
from floe_lint.python.facts import Refusal
from floe_lint.python.refusals import (
    about_entries,
    about_value,
    is_given,
    meant,
    name_place,
    shown_as,
)
from floe_lint.python.values import Arguments, Scope, Seen, truth

BY_POSITION: dict[str, tuple[str, ...]] = {
    "AssetDep": ("asset",),
    "AssetIn": ("key", "metadata", "key_prefix", "input_manager_key", "partition_mapping", "dagster_type"),
    "AssetOut": (
        "key_prefix", "key", "dagster_type", "description", "is_required", "io_manager_key", "metadata", "group_name",
        "code_version", "automation_condition", "backfill_policy", "owners", "tags", "kinds", "freshness_policy",
        "is_virtual",
    ),
    "AssetSpec": ("key",),
    "SourceAsset": (
        "key", "metadata", "io_manager_key", "io_manager_def", "description", "partitions_def", "group_name",
        "resource_defs", "observe_fn", "op_tags",
    ),
}  # fmt: skip
"""The arguments of each class that may be given without their names, in order."""

BY_NAME: dict[str, frozenset[str]] = {
    "AssetDep": frozenset(["metadata", "partition_mapping"]),
    "AssetIn": frozenset(),
    "AssetOut": frozenset(["auto_materialize_policy", "legacy_freshness_policy"]),
    "AssetSpec": frozenset(
        (
            "auto_materialize_policy automation_condition code_version deps description freshness_policy group_name "
            "is_virtual kinds legacy_freshness_policy metadata owners partitions_def skippable tags"
        ).split()
    ),
    "SourceAsset": frozenset(
        (
            "_required_resource_keys auto_observe_interval_minutes automation_condition legacy_freshness_policy tags"
        ).split()
    ),
}
"""The arguments that are given by name only, with those that are accepted and not shown."""

_REQUIRED = {"AssetDep": "asset", "AssetSpec": "key", "SourceAsset": "key"}
_NO_KEYS = frozenset(["a number", "True", "False", "a dict", "a set", "a constant"])
_UNCHECKED = {
    "AssetIn": frozenset(["key_prefix"]),
    "AssetOut": frozenset(["backfill_policy", "io_manager_key", "is_required", "key_prefix"]),
}
"""Arguments whose values a class does not look at."""


def refused_records(name: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Iterator[tuple[Place, Refusal]]:
    """What is refused of one call of a class, by place."""
    subject = "an input" if name == "AssetIn" else "a dependency" if name == "AssetDep" else "an asset"
    key = None if name in ("AssetDep", "AssetIn") else arguments.get("key", 1 if name == "AssetOut" else 0)
    path = None if key is None else path_of(key.value)
    if path is not None:
        subject = f'asset "{"/".join(path)}"'
    for place, message in _problems(name, arguments, node, scope):
        yield place, Refusal(place, f"{subject} {message}")


def _problems(name: str, arguments: Arguments, node: ast.Call, scope: Scope) -> Iterator[tuple[Place, str]]:
    by_position = BY_POSITION[name]
    positional = arguments.positional if arguments.complete else ()
    given: dict[str, Seen] = dict(zip(by_position, positional, strict=False))
    for seen in positional[len(by_position) :]:
        yield seen.place, f"gives {name} too many arguments; name them"
    unknown = False
    for argument, seen in arguments.keywords.items():
        if argument not in by_position and argument not in BY_NAME[name]:
            way_out = meant(argument, {*by_position, *BY_NAME[name]})
            told = f'gives {name} the argument "{argument}", which it does not take; {way_out}'
            yield name_place(argument, seen, node), told
            unknown = True
        else:
            given.setdefault(argument, seen)
    required = _REQUIRED.get(name)
    if required is not None and required not in given and arguments.complete and not unknown:
        yield scope.outline.place(node), f"gives {name} no {required}; name the asset"
    for argument, seen in given.items():
        if argument in _UNCHECKED.get(name, ()):
            continue
        if argument in ("key", "asset"):
            shown = shown_as(seen.value)
            if shown in _NO_KEYS or (shown == "None" and argument == required):
                yield seen.place, f'gives "{argument}" as {shown}, which Dagster refuses; name the asset by a text'
        elif truth(seen.value) is False:
            continue
        elif (said := about_value(argument, seen.value, name)) is not None:
            yield seen.place, f'gives "{argument}" as {said[0]}, which Dagster refuses; {said[1]}'
        else:
            yield from about_entries(argument, seen)
    key, prefix = given.get("key"), given.get("key_prefix")
    if name in ("AssetIn", "AssetOut") and key and prefix and is_given(key.value) and is_given(prefix.value):
        told = 'gives "key_prefix" together with "key", which Dagster refuses; keep "key", with the prefix in it'
        yield prefix.place, told
