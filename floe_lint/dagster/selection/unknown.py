"""Names in a selection that do not exist, and what was probably meant."""

from __future__ import annotations

import re

from floe_lint.dagster.labels import KIND_TAG
from floe_lint.dagster.selection.index import AssetIndex
from floe_lint.dagster.selection.syntax import Attribute, Expression, Term, terms
from floe_lint.kernel.near_names import nearest_names
from floe_lint.kernel.records import NamedTuple

_PLAIN = r"(?!(?:and|or|not|AND|OR|NOT)$)[\w./*][\w./*@-]*"
"""Names that need no quotes."""

_MOST = 3
"""No message offers more suggestions."""


class UnknownName(NamedTuple):
    """A term that names what does not exist.

    The range is that of the whole term; each of ``suggestions``, the likeliest first, can stand in its place
    as it is. ``kind`` is what the name was looked for as; ``name`` is without attribute and quotes, with the
    value if it is a tag's (``layer=gold``). ``ambiguous`` says that several keys end in the name: these are
    the suggestions then.
    """

    start: int
    end: int
    kind: Attribute
    name: str
    suggestions: tuple[str, ...]
    ambiguous: bool = False


def unknown_names(expression: Expression, index: AssetIndex) -> list[UnknownName]:
    """Return the terms that name nothing, in the order in which they are written.

    A name that exists but only on external assets is known, also where (as in ``group:``) it selects nothing.
    """
    return [unknown for term in terms(expression) if (unknown := _unknown(term, index)) is not None]


def write_term(attribute: Attribute, value: str, tag_value: str = "") -> str:
    """Write a term as a user would, with quotes where they are needed; an ``asset`` becomes a bare name."""
    quoted = ['"' + part + '"' if not re.fullmatch(_PLAIN, part) else part for part in (value, tag_value)]
    text = quoted[0] if attribute == "asset" else f"{attribute}:{quoted[0]}"
    return f"{text}={quoted[1]}" if tag_value else text


def _unknown(term: Term, index: AssetIndex) -> UnknownName | None:
    value = term.value
    if value is None or term.attribute in ("all", "is") or _exists(term, value, index):
        return None
    ambiguous = False
    if term.attribute in ("asset", "key"):
        ambiguous = term.attribute == "asset" and value in index.names
        meant = [write_term(term.attribute, key) for key in _like_keys(term.attribute, value, index)]
    elif term.attribute == "tag":
        meant = [write_term("tag", *tag) for tag in _like_tags(value, term.tag_value, index)]
    else:
        known = {"group": index.groups, "kind": index.kinds, "owner": index.owners}[term.attribute]
        near = [f"team:{value}"] if f"team:{value}" in known else nearest_names(value, known, _MOST)
        meant = [write_term(term.attribute, name) for name in near]
    name = f"{value}={term.tag_value}" if term.tag_value else value
    # The very name elsewhere says more than a similar one here.
    suggestions = [] if ambiguous else _elsewhere(term, value, index)
    suggestions += [suggestion for suggestion in meant if suggestion not in suggestions]
    return UnknownName(
        start=term.start,
        end=term.end,
        kind=term.attribute,
        name=name,
        suggestions=tuple(suggestions[:_MOST]),
        ambiguous=ambiguous,
    )


def _exists(term: Term, value: str, index: AssetIndex) -> bool:
    if term.attribute == "group" and "*" not in value:
        return value in index.groups
    if term.attribute == "kind":
        return value in index.kinds
    if term.attribute == "tag":
        return (value, term.tag_value) in index.tags
    return index.matching(term) != 0


def _like_keys(attribute: Attribute, value: str, index: AssetIndex) -> list[str]:
    """Return keys that end in ``value`` or are spelt like it; an ``asset`` as the name that was meant."""
    if value in index.names:
        return index.keys_named(value)[:_MOST]
    if "*" in value:
        anywhere = f"*/{value}"
        return [anywhere] if index.matching(Term(attribute="key", value=anywhere, tag_value="", start=0, end=0)) else []
    # What is only named somewhere may be misspelt there.
    own = [asset for asset in index.assets if not asset.external]
    near = nearest_names(value, [name for asset in own for name in (asset.key, asset.name)], 2 * _MOST)
    found: dict[str, str] = {}
    for name in near or nearest_names(value, [*index.keys, *index.names], 2 * _MOST):
        key = index.key_of(name)
        if key is None or attribute == "key":
            found.update((key, key) for key in ([key] if key else index.keys_named(name)))
        else:
            found.setdefault(key, name)
    return list(found.values())[:_MOST]


def _like_tags(name: str, value: str, index: AssetIndex) -> list[tuple[str, str]]:
    """Return tags of that name with other values; failing that, of a name that is spelt like it."""
    values: dict[str, list[str]] = {}
    for tag, other in index.tags:
        if not tag.startswith(KIND_TAG):
            values.setdefault(tag, []).append(other)
    found: list[tuple[str, str]] = []
    for tag in [name] if name in values else nearest_names(name, values, _MOST):
        same = [other for other in values[tag] if other == value]
        near = same or nearest_names(value, values[tag], _MOST) or sorted(values[tag])
        found += [(tag, other) for other in near]
    return found[:_MOST]


def _elsewhere(term: Term, value: str, index: AssetIndex) -> list[str]:
    """Return a term of another attribute for which exactly this name exists."""
    if value in index.groups:
        return [write_term("group", value)]
    if value in index.kinds:
        return [write_term("kind", value)]
    if term.attribute not in ("asset", "key") and index.key_of(value) is not None:
        return [write_term("asset", value)]
    if (value, "") in index.tags:
        return [write_term("tag", value)]
    return []
