"""The JSON Schema of floe-waivers.yaml."""

from __future__ import annotations

from typing import Any

from floe_lint.json_schema.dialect import head
from floe_lint.judging.waivers.read_waivers import REQUIRED, VERSION

_KEYS = {
    "rule": "The id of the rule.",
    "path": "A glob, relative to this file: `*` stays within a folder, `**` crosses folders.",
    "owner": "Who answers for the exception.",
    "reason": "Why it is one.",
    "expires": "The last day on which it holds.",
    "route": "A glob of routes in the file, as `--format json` shows them; a route means all below it.",
    "ticket": "Where it is tracked.",
}
_DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


def waivers() -> dict[str, Any]:
    """The schema of a waivers file."""
    properties: dict[str, Any] = {
        key: {"description": description, "type": "string", "pattern": r"\S"} for key, description in _KEYS.items()
    }
    properties["expires"] |= {"pattern": _DATE, "format": "date"}
    return {
        **head("waivers", "floe-waivers.yaml", "Exceptions that a platform team grants for a while."),
        "type": "object",
        "additionalProperties": False,
        "required": ["version", "waivers"],
        "properties": {
            "version": {"description": "The version of this format.", "const": VERSION, "type": "integer"},
            "waivers": {
                "description": "The exceptions.",
                "type": ["array", "null"],
                "items": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": list(REQUIRED),
                    "properties": properties,
                },
            },
        },
    }
