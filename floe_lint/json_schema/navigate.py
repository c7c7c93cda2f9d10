"""What a JSON Schema says of one place of a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from floe_lint.kernel.positions import Key, Route

Schema = dict[str, Any]


def schemas_at(root: Schema, route: Route, tag: str | None = None) -> list[Schema]:
    """The subschemas that may hold at a route, references followed.

    Of members of a union told apart by ``type``, ``tag`` chooses where the last mapping on the way is one; above it,
    and without a tag, all count.
    """
    found = [root]
    for number, step in enumerate(route):
        last = number == len(route) - 1
        found = [
            inner
            for schema in found
            for member in _members(root, schema, tag if last else None)
            for inner in _child(member, step)
        ]
    return [member for schema in found for member in _members(root, schema, tag)]


def keys_of(schemas: list[Schema]) -> dict[str, Schema]:
    """The keys that mappings of these schemas declare, each with the first schema that has it."""
    keys: dict[str, Schema] = {}
    for schema in schemas:
        for key, inner in schema.get("properties", {}).items():
            if key not in keys or "description" not in keys[key]:
                keys[key] = inner
    return keys


def words_of(schemas: list[Schema]) -> list[str]:
    """The words that values of these schemas are taken from."""
    words: dict[str, None] = {}
    for schema in schemas:
        if "enum" in schema:
            words.update(dict.fromkeys(schema["enum"]))
        kinds = schema.get("type", ())
        if "boolean" in ([kinds] if isinstance(kinds, str) else kinds):
            words.update(dict.fromkeys(("true", "false")))
    return list(words)


def is_container(root: Schema, schema: Schema) -> bool:
    """Whether the value of a key is a mapping or a list and nothing else."""
    kinds: set[str] = set()
    for member in _members(root, schema, None):
        given = member.get("type", ())
        kinds.update([given] if isinstance(given, str) else given)
        if "pattern" in member and "object" not in kinds and "array" not in kinds:
            return False
    return bool(kinds & {"object", "array"})


def _members(root: Schema, schema: Schema, tag: str | None) -> Iterator[Schema]:
    if "$ref" in schema:
        target = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
        yield from _members(root, target, tag)
        return
    branches = [(rule["if"]["properties"]["type"]["const"], rule["then"]) for rule in schema.get("allOf", ())]
    if branches:
        chosen = [then for name, then in branches if name == tag] or [then for _, then in branches]
        if len(chosen) > 1:
            yield schema
        for then in chosen:
            yield from _members(root, then, tag)
        return
    yield schema
    for member in schema.get("anyOf", ()):
        yield from _members(root, member, tag)


def _child(schema: Schema, step: Key) -> Iterator[Schema]:
    if isinstance(step, int):
        if "items" in schema:
            yield schema["items"]
        return
    inner = schema.get("properties", {}).get(step)
    if inner is not None:
        yield inner
    elif isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"]
