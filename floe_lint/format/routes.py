"""Every field of a file with its route."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from floe_lint.format.fields import ListOf, MapOf, Section, Text, fields_of, kinds_of


class DeclaredField(NamedTuple):
    """A field that holds a value and no section.

    In ``route`` ``*`` stands for any name or item, and ``[batch]`` for the ``type`` of the entry before it, which is
    the ``tag`` of a section that has several kinds.
    """

    route: str
    section: type[Section]
    tag: str | None
    name: str
    doc: str
    is_used: bool


def declared_fields(section: type[Section], route: str = "") -> Iterator[DeclaredField]:
    """The fields of a file in the order of their declaration.

    A ``type`` that allows one word only is none: there is nothing to choose.
    """
    for tag in kinds_of(section) or (None,):
        below = route if tag is None else f"{route}[{tag}]"
        for name, field in fields_of(section, tag).items():
            if field.kinds or (isinstance(field.type, Text) and len(field.type.choices) == 1):
                continue
            here = f"{below}.{name}" if below else name
            inner, end = _section_of(field.type)
            if inner is None or not field.is_used:
                yield DeclaredField(
                    route=here, section=section, tag=tag, name=name, doc=field.doc, is_used=field.is_used
                )
            else:
                yield from declared_fields(inner, here + end)


def _section_of(declared: Any) -> tuple[type[Section] | None, str]:
    """The section that a value of this type is or holds, and what stands for the name or item that holds it."""
    if isinstance(declared, (ListOf, MapOf)):
        inner, _ = _section_of(declared.item if isinstance(declared, ListOf) else declared.value)
        return inner, ".*"
    return (declared, "") if isinstance(declared, type) else (None, "")
