"""The compact form of a schema that ``check`` walks, and its making from a pydantic model.

A shape is a tuple whose first item is its kind::

    ("string", pattern, minimum length, maximum length, choices, context)
    ("integer", minimum)  ("number",)  ("boolean",)
    ("any",) or ("any", context)             free data
    ("nullable", shape)                      null means "not given"
    ("array", item shape, minimum length)
    ("map", value shape, key pattern, minimum length, maximum length, parts)
    ("object", {key: shape}, required keys, open, {key: default}, parts)
    ("union", {value of "type": shape})
    ("choice", (shape, …))
"""

from __future__ import annotations

from floe_lint.kernel.annotations import Any

Shape = tuple[Any, ...]


_KEYWORDS = frozenset(
    [
        *("$defs", "$ref", "anyOf", "oneOf", "discriminator", "type", "title", "description", "default"),
        *("properties", "required", "additionalProperties", "patternProperties", "propertyNames", "items"),
        *("enum", "const", "pattern", "minimum", "minLength", "maxLength", "minItems", "minProperties"),
        *("maxProperties", "x-floe", "x-floe-parts"),
    ]
)


def shape_of(schema: dict[str, Any]) -> Shape:
    """The shape of a JSON Schema that pydantic made (``Model.model_json_schema()``).

    Raises ``ValueError`` for a construct that ``check`` does not know, so that a new one in a model cannot be
    ignored silently.
    """
    return _shape(schema, schema.get("$defs", {}))


def _shape(schema: dict[str, Any], definitions: dict[str, Any], inherited: str | None = None) -> Shape:
    unknown = set(schema) - _KEYWORDS
    if unknown:
        raise ValueError(f"no shape for {', '.join(sorted(unknown))} in {schema}")
    context = schema.get("x-floe", inherited)
    if "$ref" in schema:
        return _shape(definitions[schema["$ref"].rsplit("/", 1)[1]], definitions, context)
    if "discriminator" in schema:
        mapping = schema["discriminator"]["mapping"]
        return (
            "union",
            {tag: _shape(definitions[ref.rsplit("/", 1)[1]], definitions) for tag, ref in mapping.items()},
        )
    if "anyOf" in schema:
        members = [member for member in schema["anyOf"] if member != {"type": "null"}]
        shapes = tuple(_shape(member, definitions, context) for member in members)
        inner: Shape = shapes[0] if len(shapes) == 1 else ("choice", shapes)
        return ("nullable", inner) if len(members) < len(schema["anyOf"]) else inner
    kind = schema.get("type")
    if kind == "string":
        choices = (schema["const"],) if "const" in schema else tuple(schema.get("enum", ())) or None
        return (
            "string",
            schema.get("pattern"),
            schema.get("minLength"),
            schema.get("maxLength"),
            choices,
            context,
        )
    if kind == "integer":
        return ("integer", schema.get("minimum"))
    if kind in ("number", "boolean"):
        return (kind,)
    if kind == "array":
        return ("array", _shape(schema["items"], definitions), schema.get("minItems"))
    if kind == "object" and "properties" in schema:
        properties = schema["properties"]
        parts = bool(schema.get("x-floe-parts"))
        fields = {name: _shape(value, definitions) for name, value in properties.items()}
        if parts:
            fields = {name: _with_parts(shape) for name, shape in fields.items()}
        defaults = {name: value["default"] for name, value in properties.items() if "default" in value}
        required = tuple(schema.get("required", ()))
        return ("object", fields, required, schema.get("additionalProperties") is not False, defaults, parts)
    if kind == "object":
        values = schema.get("additionalProperties", True)
        free: Shape = ("any",) if context is None else ("any", context)
        value_shape = free if values is True else _shape(values, definitions)
        keys = schema.get("propertyNames", {}).get("pattern")
        if "patternProperties" in schema:
            ((keys, values),) = schema["patternProperties"].items()
            value_shape = _shape(values, definitions)
        return ("map", value_shape, keys, schema.get("minProperties"), schema.get("maxProperties"), False)
    if kind is None and not (set(schema) - {"title", "default", "description", "x-floe"}):
        return ("any",)
    raise ValueError(f"no shape for {schema}")


def _with_parts(shape: Shape) -> Shape:
    if shape[0] == "nullable":
        return ("nullable", _with_parts(shape[1]))
    if shape[0] == "map" and shape[1][0] in ("object", "union"):
        return (*shape[:5], True)
    return shape
