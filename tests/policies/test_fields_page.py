"""The page of the fields has every field, and what it says of conditions is so."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from floe_lint.judging.policies import expression
from floe_lint.judging.policies.policy_fields import KINDS, ROUTE_FIELDS, Field
from tests.rule_cases import ROOT

PAGE = (ROOT / "docs" / "reference" / "policy-fields.md").read_text(encoding="utf-8")


def table(fields: Sequence[Field]) -> str:
    """The fields as the page shows them."""
    rows = [f"| `{field.name}` | {field.type} | {field.meaning} |" for field in fields]
    return "\n".join(["| field | type | meaning |", "|---|---|---|", *rows])


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_table(kind: str) -> None:
    assert f"### {kind}\n\n{table(KINDS[kind])}\n" in PAGE


def test_nothing_else_is_a_kind() -> None:
    headings = [line.removeprefix("### ") for line in PAGE.splitlines() if line.startswith("### ")]
    assert headings == [*KINDS, "Routes"]
    assert table(ROUTE_FIELDS) in PAGE


@pytest.mark.parametrize("name", [*expression.FUNCTIONS, *expression.METHODS, *expression.MACROS])
def test_every_function_is_named(name: str) -> None:
    assert f"`{name}" in PAGE


def test_the_limits_are_stated() -> None:
    assert f"{expression.LONGEST:,} characters" in PAGE
    assert f"{expression.MOST_STEPS:,} steps" in PAGE
    assert f"{expression.MOST_SECONDS:g} seconds" in PAGE
