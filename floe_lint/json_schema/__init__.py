"""JSON Schemas (draft 2020-12) of the files that users write, for editors and other validators.

Each is a document of its own with the address under which it is published.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

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
