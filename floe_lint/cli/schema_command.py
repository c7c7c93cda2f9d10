"""``floe schema``."""

from __future__ import annotations

import sys

from floe_lint.json_schema import SCHEMAS, schema_text
from floe_lint.kernel.near_names import nearest


def print_schema(name: str) -> int:
    """Print one schema; 2 and a suggestion when there is no such schema."""
    if name not in SCHEMAS:
        near = nearest(name, list(SCHEMAS))
        way_out = f'; did you mean "{near}"?' if near else f"; the schemas are {', '.join(SCHEMAS)}"
        print(f'floe schema: there is no schema "{name}"{way_out}', file=sys.stderr)
        return 2
    sys.stdout.write(schema_text(name))
    return 0
