"""JSON Schemas (draft 2020-12) of the files that users write, for editors and other validators.

Each is a document of its own, with the address under which it is published where there is a site.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any

from floe_lint import addresses

SCHEMAS = {
    "floe": "floe_lint.json_schema.file_schemas:floe",
    "platform": "floe_lint.json_schema.file_schemas:platform",
    "configuration": "floe_lint.json_schema.settings_schema:configuration",
    "waivers": "floe_lint.json_schema.waivers_schema:waivers",
}
"""By name, what makes each; a new one is one line here and one file beside this one."""


def json_schema(name: str) -> dict[str, Any]:
    """The schema of this name. Raises ``KeyError``."""
    module, _, function = SCHEMAS[name].partition(":")
    make: Callable[[], dict[str, Any]] = getattr(import_module(module), function)
    return make()


def schema_text(name: str) -> str:
    """The schema of this name as the text of a file. Raises ``KeyError``."""
    return json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n"


def published_at(name: str) -> str:
    """Where the site has the schema of this name."""
    return f"schema/{name}.json"


def schema_link(name: str) -> str:
    """The address of the schema of this name; empty while there is no site."""
    return addresses.page(published_at(name))
