"""The tables of the fields that policies can ask for, in the page about them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from floe_lint.judging.policies.policy_fields import KINDS, ROUTE_FIELDS, PolicyField

PAGE = "reference/policy-fields.md"
_PLACE = re.compile(r"<!-- fields: (\S+) -->")


def with_policy_fields(markdown: str) -> str:
    """The page with a table in each place for one."""
    tables = {**KINDS, "routes": ROUTE_FIELDS}
    return _PLACE.sub(lambda place: table(tables[place[1]]), markdown)


def table(fields: Sequence[PolicyField]) -> str:
    """The fields of one kind of node."""
    rows = [f"| `{field.name}` | {field.type} | {field.meaning} |" for field in fields]
    return "\n".join(["| field | type | meaning |", "|---|---|---|", *rows])
