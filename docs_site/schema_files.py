"""The JSON Schemas, at the addresses that ``floe init`` and editors use."""

from __future__ import annotations

from floe_lint.json_schema import SCHEMAS, published_at, schema_text


def schema_files() -> dict[str, str]:
    """The text of every schema, by its path in the site."""
    return {published_at(name): schema_text(name) for name in SCHEMAS}
