"""What all schemas have in common."""

from __future__ import annotations

from typing import Any

from floe_lint.json_schema import schema_link


def head(name: str, title: str, description: str) -> dict[str, Any]:
    """The keywords that a schema document begins with."""
    link = schema_link(name)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **({"$id": link} if link else {}),
        "title": title,
        "description": description,
    }
