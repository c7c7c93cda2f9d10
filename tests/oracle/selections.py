"""Selections as trees, written for floe.yaml and, by another way, as objects of Dagster."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import dagster as dg


Attribute = Literal["name", "asset", "key", "group", "tag", "kind", "owner", "all"]


class Leaf(NamedTuple):
    """One condition: ``name`` is a bare name, ``all`` the star."""

    attribute: Attribute
    value: str = ""
    tag_value: str = ""


class Walk(NamedTuple):
    """Levels above and below; ``None`` is all of them."""

    child: Selection
    up: int | None
    down: int | None


class Inverse(NamedTuple):
    """Everything else."""

    child: Selection


class Joint(NamedTuple):
    """Both, or either."""

    word: Literal["and", "or"]
    left: Selection
    right: Selection


class Ends(NamedTuple):
    """The first or the last ones of a selection."""

    function: Literal["sinks", "roots"]
    child: Selection


Selection = Leaf | Walk | Inverse | Joint | Ends


def to_text(selection: Selection) -> str:
    """The selection in the language of floe.yaml."""
    if isinstance(selection, Leaf):
        if selection.attribute == "all":
            return "*"
        if selection.attribute == "name":
            return selection.value
        tag_value = f"={selection.tag_value}" if selection.tag_value else ""
        return f"{selection.attribute}:{selection.value}{tag_value}"
    if isinstance(selection, Walk):
        up = "" if selection.up == 0 else f"{selection.up or ''}+"
        down = "" if selection.down == 0 else f"+{selection.down or ''}"
        child = to_text(selection.child)
        simple = isinstance(selection.child, Ends) or (
            isinstance(selection.child, Leaf) and selection.child.attribute != "all"
        )
        return f"{up}{child if simple else f'({child})'}{down}"
    if isinstance(selection, Inverse):
        return f"not {_enclosed(selection.child)}"
    if isinstance(selection, Joint):
        return f"{_enclosed(selection.left)} {selection.word} {_enclosed(selection.right)}"
    return f"{selection.function}({to_text(selection.child)})"


def _enclosed(selection: Selection) -> str:
    text = to_text(selection)
    return f"({text})" if isinstance(selection, (Joint, Inverse)) else text


def to_dagster(selection: Selection, whole: Callable[[str], str]) -> dg.AssetSelection:
    """The selection as Dagster's objects: only single conditions go through its parser.

    ``whole`` gives the key that a name means: floe.yaml may name an asset by the last part of its key alone.
    """
    import dagster as dg

    if isinstance(selection, Leaf):
        return _leaf(selection, whole)
    if isinstance(selection, Joint):
        left, right = to_dagster(selection.left, whole), to_dagster(selection.right, whole)
        return left & right if selection.word == "and" else left | right
    child = to_dagster(selection.child, whole)
    if isinstance(selection, Inverse):
        return dg.AssetSelection.all() - child
    if isinstance(selection, Ends):
        return child.sinks() if selection.function == "sinks" else child.roots()
    walked = child
    if selection.up != 0:
        walked = walked | child.upstream(depth=selection.up)
    if selection.down != 0:
        walked = walked | child.downstream(depth=selection.down)
    return walked


def _leaf(leaf: Leaf, whole: Callable[[str], str]) -> dg.AssetSelection:
    import dagster as dg

    if leaf.attribute == "all":
        return dg.AssetSelection.all()
    if leaf.attribute in ("name", "asset"):
        return dg.AssetSelection.from_string(f'key:"{whole(leaf.value)}"')
    tag_value = f'="{leaf.tag_value}"' if leaf.tag_value else ""
    return dg.AssetSelection.from_string(f'{leaf.attribute}:"{leaf.value}"{tag_value}')
