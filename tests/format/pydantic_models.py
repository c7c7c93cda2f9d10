"""The declarations of the format as models of pydantic, which decodes by itself what ``decode`` decodes."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    create_model,
)

from floe_lint.format.coercion import to_boolean, to_integer, to_number
from floe_lint.format.fields import (
    Boolean,
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

_models: dict[tuple[type[Section], str | None], type[BaseModel]] = {}


def model_of(section: type[Section], tag: str | None = None) -> type[BaseModel]:
    """The model of a section, or of one of its kinds; what an open section holds besides is left out."""
    if (section, tag) in _models:
        return _models[section, tag]
    fields: dict[str, Any] = {}
    for name, field in fields_of(section, tag).items():
        annotation = Literal[(tag,)] if tag is not None and field.kinds else _annotation(field.type)
        default = ... if field.required else field.default
        fields[name] = (annotation | None if field.is_nullable else annotation, default)
    settings = ConfigDict(extra="ignore" if section.is_open else "forbid", protected_namespaces=())
    made: type[BaseModel] = create_model(f"{section.__name__}_{tag}", __config__=settings, **fields)
    _models[section, tag] = made
    return made


def _annotation(declared: Any) -> Any:
    if isinstance(declared, Text):
        if declared.choices:
            return Literal[declared.choices]
        return Annotated[
            StrictStr, Field(pattern=declared.pattern, min_length=declared.shortest, max_length=declared.longest)
        ]
    if isinstance(declared, Integer):
        return Annotated[StrictInt, Field(ge=declared.least), BeforeValidator(to_integer)]
    if isinstance(declared, Number):
        return Annotated[StrictInt | StrictFloat, BeforeValidator(to_number)]
    if isinstance(declared, Boolean):
        return Annotated[StrictBool, BeforeValidator(to_boolean)]
    if isinstance(declared, ListOf):
        item = _annotation(declared.item)
        items = Annotated[list[item], Field(min_length=declared.shortest)]  # type: ignore[valid-type]
        return Annotated[items | item, AfterValidator(_as_list)] if declared.or_one else items
    if isinstance(declared, MapOf):
        keys = str if declared.names is None else Annotated[str, Field(pattern=declared.names)]
        values = dict[keys, _annotation(declared.value)]  # type: ignore[valid-type, misc]
        return (
            values
            if declared.size is None
            else Annotated[values, Field(min_length=declared.size, max_length=declared.size)]
        )
    if isinstance(declared, OneOf):
        return reduce(or_, map(_annotation, declared.members))
    return _of_section(declared) if isinstance(declared, type) else Any


def _of_section(section: type[Section]) -> Any:
    kinds = kinds_of(section)
    if not kinds:
        return model_of(section)
    members: Any = [model_of(section, tag) for tag in kinds]
    return Annotated[reduce(or_, members), Discriminator("type")]


def _as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]
