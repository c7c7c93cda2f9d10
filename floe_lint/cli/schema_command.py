"""``floe schema``."""

from __future__ import annotations

import json
import sys

from floe_lint.json_schema import SCHEMAS, json_schema
from floe_lint.kernel.near_names import nearest


def print_schema(name: str) -> int:
    """Print one schema; 2 and a suggestion when there is no such schema."""
    if name not in SCHEMAS:
        near = nearest(name, list(SCHEMAS))
        way_out = f'; did you mean "{near}"?' if near else f"; the schemas are {', '.join(SCHEMAS)}"
        print(f'floe schema: there is no schema "{name}"{way_out}', file=sys.stderr)
        return 2
    sys.stdout.write(json.dumps(json_schema(name), indent=2, ensure_ascii=False) + "\n")
    return 0
