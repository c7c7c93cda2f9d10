"""The JSON Schemas of floe.yaml and platform.yaml, made from the pydantic models."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from floe_lint.format.floe_yaml import FloeFile
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.json_schema.dialect import head
from floe_lint.json_schema.field_docs import FieldDocs, field_docs
from floe_lint.json_schema.placeholders import boolean_text, integer_text, number_text, or_placeholder

_DEFINITIONS = "#/$defs/"
_BOUNDS = ("minimum", "minLength", "maxLength", "minItems", "minProperties", "maxProperties")


def floe() -> dict[str, Any]:
    """The schema of floe.yaml."""
    schema = {**_schema("floe", "floe.yaml", FloeFile), "type": "object"}
    schema["patternProperties"] = {"^x-": {"description": "A holder of anchors; nothing reads it."}}
    return schema


def platform() -> dict[str, Any]:
    """The schema of platform.yaml."""
    return {**_schema("platform", "platform.yaml", PlatformFile), "type": ["object", "null"]}


def _schema(name: str, title: str, model: type[BaseModel]) -> dict[str, Any]:
    made = model.model_json_schema()
    docs = field_docs(model)
    definitions = {key: _object(key, definition, docs) for key, definition in sorted(made["$defs"].items())}
    body = _object(model.__name__, made, docs)
    del body["pattern"]
    return {**head(name, title, body.pop("description")), **body, "$defs": definitions}


def _object(name: str, made: dict[str, Any], docs: FieldDocs) -> dict[str, Any]:
    """A model: its fields with what is said of each."""
    properties = {}
    for field, given in made["properties"].items():
        schema = _converted(given)
        properties[field] = {"description": docs[name, field], **schema}
        if given.get("default") is not None:
            properties[field]["default"] = given["default"]
    schema = or_placeholder({"type": "object", "properties": properties})
    if made.get("required"):
        schema["required"] = made["required"]
    if made.get("additionalProperties") is False:
        schema["additionalProperties"] = False
    return {"description": made["description"], **schema}


def _converted(made: dict[str, Any]) -> dict[str, Any]:
    """A part of a schema as pydantic makes it, without what only this linter reads, and open to placeholders."""
    if "$ref" in made:
        return {"$ref": made["$ref"]}
    if "discriminator" in made:
        return _union(made["discriminator"]["mapping"])
    if "anyOf" in made:
        members = [_converted(member) for member in made["anyOf"] if member != {"type": "null"}]
        if len(members) < len(made["anyOf"]):
            return _or_null(members[0] if len(members) == 1 else {"anyOf": members})
        return {"anyOf": members}
    bounds = {key: made[key] for key in _BOUNDS if key in made}
    kind = made.get("type")
    if kind == "boolean":
        return boolean_text()
    if kind == "integer":
        return {**integer_text(made.get("minimum")), **bounds}
    if kind == "number":
        return number_text()
    if kind == "string":
        choices = [made["const"]] if "const" in made else made.get("enum")
        if choices is not None:
            return {"anyOf": [{"enum": choices}, or_placeholder({"type": "string"})]}
        schema = {"type": "string", **bounds}
        return or_placeholder({**schema, "pattern": made["pattern"]}) if "pattern" in made else schema
    if kind == "array":
        return or_placeholder({"type": "array", "items": _converted(made["items"]), **bounds})
    if kind == "object":
        return or_placeholder({"type": "object", **_values(made), **bounds})
    return {}


def _values(made: dict[str, Any]) -> dict[str, Any]:
    """What a mapping with free keys holds."""
    if "patternProperties" in made:
        ((keys, values),) = made["patternProperties"].items()
        return {"propertyNames": {"pattern": keys}, "additionalProperties": _converted(values)}
    values = made.get("additionalProperties", True)
    return {} if values is True else {"additionalProperties": _converted(values)}


def _union(mapping: dict[str, str]) -> dict[str, Any]:
    """Models told apart by ``type``: one that is a variable leaves the rest open."""
    return or_placeholder(
        {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"anyOf": [{"enum": list(mapping)}, or_placeholder({"type": "string"})]}},
            "allOf": [
                {
                    "if": {"type": "object", "properties": {"type": {"const": tag}}, "required": ["type"]},
                    "then": {"$ref": reference},
                }
                for tag, reference in mapping.items()
            ],
        }
    )


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of a value that may be left empty."""
    kinds = schema.get("type")
    if kinds is None:
        return {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}
    return {**schema, "type": [*([kinds] if isinstance(kinds, str) else kinds), "null"]}
