"""The JSON Schemas of floe.yaml and platform.yaml, made from the declarations of their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floe_lint.format.fields import (
    Boolean,
    Field,
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
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.json_schema.dialect import head
from floe_lint.json_schema.placeholders import boolean_text, integer_text, number_text, or_placeholder

if TYPE_CHECKING:
    from floe_lint.format.fields import Type

Schema = dict[str, Any]


def floe() -> Schema:
    """The schema of floe.yaml."""
    schema = {**_file("floe", FloeFile), "type": "object"}
    schema["patternProperties"] = {"^x-": {"description": "A holder of anchors; nothing reads it."}}
    return schema


def platform() -> Schema:
    """The schema of platform.yaml."""
    return {**_file("platform", PlatformFile), "type": ["object", "null"]}


def _file(name: str, section: type[Section]) -> Schema:
    definitions: dict[str, Schema] = {}
    body = _section(section, None, definitions)
    del body["pattern"]
    made = {title: definitions[title] for title in sorted(definitions)}
    return {**head(name, section.title, body.pop("description")), **body, "$defs": made}


def _section(section: type[Section], tag: str | None, definitions: dict[str, Schema]) -> Schema:
    """A section, or one of its kinds: its fields with what is said of each."""
    fields = fields_of(section, tag)
    properties = {name: _field(field, tag, definitions) for name, field in fields.items()}
    schema = or_placeholder({"type": "object", "properties": properties})
    required = [name for name, field in fields.items() if field.required]
    if required:
        schema["required"] = required
    if not section.is_open:
        schema["additionalProperties"] = False
    doc = section.__doc__ or "" if tag is None else kinds_of(section)[tag].doc
    return {"description": doc.partition("\n")[0], **schema}


def _field(field: Field[Any], tag: str | None, definitions: dict[str, Schema]) -> Schema:
    doc, declared = field.meaning, field.type
    if tag is not None and field.kinds:
        doc, declared = field.kinds[tag].type_doc, Text(choices=(tag,))
    schema = _type(declared, definitions)
    if field.is_nullable and schema:
        schema = _or_null(schema)
    schema = {"description": doc, **schema}
    return schema if field.default is None else {**schema, "default": field.default}


def _type(declared: Type, definitions: dict[str, Schema]) -> Schema:
    """What a value may be, open to placeholders."""
    if isinstance(declared, Text):
        return _text(declared)
    if isinstance(declared, Integer):
        least = {} if declared.least is None else {"minimum": declared.least}
        return {**integer_text(declared.least), **least}
    if isinstance(declared, Number):
        return number_text()
    if isinstance(declared, Boolean):
        return boolean_text()
    if isinstance(declared, ListOf):
        item = _type(declared.item, definitions)
        shortest = {"minItems": declared.shortest} if declared.shortest else {}
        schema = or_placeholder({"type": "array", "items": item, **shortest})
        return {"anyOf": [schema, item]} if declared.or_one else schema
    if isinstance(declared, MapOf):
        return _map(declared, definitions)
    if isinstance(declared, OneOf):
        return {"anyOf": [_type(member, definitions) for member in declared.members]}
    return _reference(declared, definitions) if isinstance(declared, type) else {}


def _text(text: Text) -> Schema:
    if text.choices:
        return {"anyOf": [{"enum": list(text.choices)}, or_placeholder({"type": "string"})]}
    schema: Schema = {"type": "string"}
    if text.shortest:
        schema["minLength"] = text.shortest
    if text.longest is not None:
        schema["maxLength"] = text.longest
    return schema if text.pattern is None else or_placeholder({**schema, "pattern": text.pattern})


def _map(mapping: MapOf, definitions: dict[str, Schema]) -> Schema:
    schema: Schema = {"type": "object"}
    if mapping.names is not None:
        schema["propertyNames"] = {"pattern": mapping.names}
    values = _type(mapping.value, definitions)
    if values:
        schema["additionalProperties"] = values
    if mapping.size is not None:
        schema |= {"minProperties": mapping.size, "maxProperties": mapping.size}
    return or_placeholder(schema)


def _reference(section: type[Section], definitions: dict[str, Schema]) -> Schema:
    """The definition of a section; of several kinds those of each, where a variable for ``type`` leaves all open."""
    kinds = dict(sorted(kinds_of(section).items()))
    if not kinds:
        return _definition(section.__name__, section, None, definitions)
    members = {kind.tag: _definition(kind.title, section, kind.tag, definitions) for kind in kinds.values()}
    return or_placeholder(
        {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"anyOf": [{"enum": list(kinds)}, or_placeholder({"type": "string"})]}},
            "allOf": [
                {
                    "if": {"type": "object", "properties": {"type": {"const": tag}}, "required": ["type"]},
                    "then": reference,
                }
                for tag, reference in members.items()
            ],
        }
    )


def _definition(title: str, section: type[Section], tag: str | None, definitions: dict[str, Schema]) -> Schema:
    if title not in definitions:
        definitions[title] = _section(section, tag, definitions)
    return {"$ref": f"#/$defs/{title}"}


def _or_null(schema: Schema) -> Schema:
    """The schema of a value that may be left empty."""
    kinds = schema.get("type")
    if kinds is None:
        return {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}
    return {**schema, "type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]}
