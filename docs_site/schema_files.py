"""The JSON Schemas, at the addresses that ``floe init`` and editors know them by."""

from __future__ import annotations

import json

from floe_lint.json_schema import SCHEMAS, json_schema


def schema_files() -> dict[str, str]:
    """The text of every schema, by its path in the site."""
    return {
        f"schema/{name}.json": json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n" for name in SCHEMAS
    }
