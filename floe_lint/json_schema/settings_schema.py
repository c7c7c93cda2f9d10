"""The JSON Schema of the settings: ``floe-lint.toml``, and ``[tool.floe-lint]`` in pyproject.toml."""

from __future__ import annotations

from typing import Any

from floe_lint.json_schema.dialect import head
from floe_lint.settings.configuration import FILE_NAME, Configuration
from floe_lint.settings.keys import REQUIRED, Key, keys_of


def configuration() -> dict[str, Any]:
    """The schema of the settings."""
    return {**head("configuration", FILE_NAME, "The settings of floe-lint."), **_section(Configuration)}


def _section(record: Any) -> dict[str, Any]:
    keys = keys_of(record)
    required = [name for name, key in keys.items() if key.default is REQUIRED]
    return {
        "type": "object",
        "additionalProperties": False,
        **({"required": required} if required else {}),
        "properties": {name: _property(key) for name, key in keys.items()},
    }


def _property(key: Key) -> dict[str, Any]:
    made = {"description": key.meaning, **key.kind.schema}
    if key.section is not None:
        inner = _section(key.section)
        return {**made, "items": inner} if made["type"] == "array" else {**made, **inner}
    if key.default is not REQUIRED and key.default not in (None, (), {}):
        made["default"] = list(key.default) if isinstance(key.default, tuple) else key.default
    return made
