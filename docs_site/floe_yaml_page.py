"""The page of floe.yaml, made from the declarations of its fields."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from floe_lint.format.fields import (
    Boolean,
    Field,
    Free,
    Integer,
    ListOf,
    MapOf,
    Number,
    OneOf,
    Section,
    Text,
    fields_of,
    kinds_of,
)
from floe_lint.format.floe_yaml import FloeFile

PATH = "reference/floe-yaml.md"
_TOP = """\
# floe.yaml

What data engineers declare. [Editors](../how-to/editors.md) show the same while you type. What is not required may be
left out. `${NAME}` and `${NAME:default}` may stand in any value, and text that means a number or a boolean is taken for
one. A key at the top level that begins with `x-` holds anchors; nothing reads it.
"""


def floe_yaml_page() -> str:
    """Every section with every key, as Markdown."""
    parts = [_TOP, table(fields_of(FloeFile))]
    parts += [text for route, section in _sections(FloeFile, ()) for text in _section(".".join(route), section)]
    return "\n".join(parts)


def _sections(section: type[Section], route: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], type[Section]]]:
    """The sections below one, each after the one that holds it."""
    for name, field in fields_of(section).items():
        inner = _section_in(field.type)
        if inner is not None:
            below = (*route, name, *(("NAME",) if isinstance(field.type, MapOf) else ()))
            yield below, inner
            yield from _sections(inner, below)


def _section_in(declared: Any) -> type[Section] | None:
    """The section that a field is, or that its entries or items are."""
    if isinstance(declared, MapOf):
        declared = declared.value
    elif isinstance(declared, ListOf):
        declared = declared.item
    return declared if isinstance(declared, type) else None


def _section(title: str, section: type[Section]) -> Iterator[str]:
    kinds = kinds_of(section)
    yield f"## {title}\n\n{section.__doc__}\n"
    if not kinds:
        yield table(fields_of(section))
    for tag, kind in kinds.items():
        yield f"### type: {tag}\n\n{kind.doc}\n"
        yield table({name: field for name, field in fields_of(section, tag).items() if name != "type"})


def table(fields: dict[str, Field[Any]]) -> str:
    """A row for each field: its key, what it takes, and what it means."""
    rows = [f"| `{name}` | {_takes(field)} | {field.meaning} |" for name, field in fields.items()]
    return "\n".join(["| key | takes | meaning |", "|---|---|---|", *rows]) + "\n"


def _takes(field: Field[Any]) -> str:
    takes = _type(field.type)
    if field.required:
        return f"{takes}, required"
    default = str(field.default).lower() if isinstance(field.default, bool) else field.default
    return takes if default is None else f"{takes}; `{default}` unless given"


def _type(declared: Any) -> str:
    if isinstance(declared, Text):
        return _either([f"`{choice}`" for choice in declared.choices]) or "text"
    if isinstance(declared, Integer):
        return "a whole number" if declared.least is None else f"a whole number from {declared.least}"
    if isinstance(declared, Number):
        return "a number"
    if isinstance(declared, Boolean):
        return "true or false"
    if isinstance(declared, ListOf):
        return f"a list of {_type(declared.item)}{', or one' if declared.or_one else ''}"
    if isinstance(declared, MapOf):
        return "a mapping" if isinstance(declared.value, Free) else f"by name: {_type(declared.value)}"
    if isinstance(declared, OneOf):
        return _either([_type(member) for member in declared.members])
    return "anything" if isinstance(declared, Free) else "keys, below"


def _either(words: list[str]) -> str:
    return " or ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)
