"""What all schemas have in common."""

from __future__ import annotations

from typing import Any

from floe_lint.format.links import schema_link


def head(name: str, title: str, description: str) -> dict[str, Any]:
    """The keywords that a schema document begins with."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": schema_link(name),
        "title": title,
        "description": description,
    }
