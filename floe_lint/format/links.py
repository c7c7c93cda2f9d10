"""Where the JSON Schemas are published."""

from __future__ import annotations

BASE = "https://floe-lint.dev/schema"


def schema_link(name: str) -> str:
    """The address of a schema: ``floe``, ``platform``, ``configuration`` or ``waivers``."""
    return f"{BASE}/{name}.json"
