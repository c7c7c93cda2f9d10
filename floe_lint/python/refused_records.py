"""What Dagster refuses of ``AssetSpec``, ``AssetOut`` and their like when the module is loaded.

Only what the text tells for sure counts.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from floe_lint.dagster.api_arguments import BY_NAME, BY_POSITION, REQUIRED, UNCHECKED, position
from floe_lint.kernel.positions import Place
from floe_lint.python.attributes import path_of
from floe_lint.python.facts import DagsterRefusal
from floe_lint.python.refusals import (
    about_entries,
    about_value,
    meant,
    name_place,
    shown_as,
    together,
)
from floe_lint.python.values import Arguments, Scope, Seen, truth

_NO_KEYS = frozenset(["a number", "True", "False", "a dict", "a set", "a constant"])


def refused_records(
    name: str, arguments: Arguments, node: ast.Call, scope: Scope
) -> Iterator[tuple[Place, DagsterRefusal]]:
    """What is refused of one call of a class, by place."""
    subject = "an input" if name == "AssetIn" else "a dependency" if name == "AssetDep" else "an asset"
    key = None if name in ("AssetDep", "AssetIn") else arguments.get("key", position(name, "key"))
    path = None if key is None else path_of(key.value)
    if path is not None:
        subject = f'asset "{"/".join(path)}"'
    for place, message in _problems(name, arguments, node, scope):
        yield place, DagsterRefusal(place, f"{subject} {message}")


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
    required = REQUIRED.get(name)
    if required is not None and required not in given and arguments.complete and not unknown:
        yield scope.outline.place(node), f"gives {name} no {required}; name the asset"
    for argument, seen in given.items():
        if argument in UNCHECKED.get(name, ()):
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
    yield from together(given, name)
