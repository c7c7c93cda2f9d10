"""Every field that the models declare, with its route."""

from __future__ import annotations

import types
from collections.abc import Iterator
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from floe_lint.format.field_types import UNUSED


class DeclaredField(NamedTuple):
    """A field that holds a value and no section.

    In ``route`` ``*`` stands for any name or item, and ``[batch]`` for the ``type`` of the entry before it.
    """

    route: str
    model: type[BaseModel]
    name: str
    unused: bool


def declared_fields(model: type[BaseModel], route: str = "") -> Iterator[DeclaredField]:
    """The fields of a file's model in the order of their declaration.

    A ``type`` that allows one word only is none: there is nothing to choose.
    """
    for name, info in model.model_fields.items():
        here = f"{route}.{name}" if route else name
        unused = UNUSED in info.metadata
        sections = [] if unused else list(_sections(info.annotation, here))
        if not sections and not _is_constant(info):
            yield DeclaredField(here, model, name, unused)
        for below, section in sections:
            yield from declared_fields(section, below)


def _is_constant(info: FieldInfo) -> bool:
    return get_origin(info.annotation) is Literal and len(get_args(info.annotation)) == 1


def _sections(annotation: Any, route: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """The models that a value of this type may be or hold, each with its route."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield route, annotation
        return
    arguments = get_args(annotation)
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _sections(arguments[0], route)
    elif origin is list:
        yield from _sections(arguments[0], f"{route}.*")
    elif origin is dict:
        yield from _sections(arguments[1], f"{route}.*")
    elif origin in (Union, types.UnionType):
        members = [argument for argument in arguments if argument is not type(None)]
        for below, section in (found for member in members for found in _sections(member, route)):
            yield (f"{below}[{_word(section)}]" if len(members) > 1 else below), section


def _word(section: type[BaseModel]) -> str:
    """The ``type`` of a member of a union."""
    return str(get_args(section.model_fields["type"].annotation)[0])
