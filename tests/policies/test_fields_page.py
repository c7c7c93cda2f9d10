"""The page of the fields has every field, and what it says of conditions is so."""

from __future__ import annotations

import pytest

from docs_site.policy_fields import PAGE as NAME
from docs_site.policy_fields import with_policy_fields
from floe_lint.judging.policies import expression
from floe_lint.judging.policies.policy_fields import KINDS
from tests.rule_cases import ROOT

PAGE = with_policy_fields((ROOT / "docs" / NAME).read_text(encoding="utf-8"))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_table(kind: str) -> None:
    above = f"### {kind}\n\n| field | type | meaning |\n|---|---|---|\n"
    rows = PAGE.partition(above)[2].partition("\n\n")[0].splitlines()
    assert [row.split(" | ")[0] for row in rows] == [f"| `{field.name}`" for field in KINDS[kind]]
    assert all(row.endswith(". |") and row.count("|") == 4 for row in rows)


def test_what_floe_yaml_declares_is_asked_for_by_its_name() -> None:
    assert "| `cron_schedule` | text | When it runs: minute, hour, day of the month, month, day of the week. |" in PAGE
    assert "| `type` | text | `batch` or `ops`. |" in PAGE


def test_nothing_else_is_a_kind() -> None:
    headings = [line.removeprefix("### ") for line in PAGE.splitlines() if line.startswith("### ")]
    assert headings == [*KINDS, "Routes"]
    assert "| `route` | text | Its route, parts joined by dots. |" in PAGE
    assert "<!-- fields" not in PAGE


@pytest.mark.parametrize("name", [*expression.FUNCTIONS, *expression.METHODS, *expression.MACROS])
def test_every_function_is_named(name: str) -> None:
    assert f"`{name}" in PAGE


def test_the_limits_are_stated() -> None:
    assert f"{expression.LONGEST:,} characters" in PAGE
    assert f"{expression.MOST_STEPS:,} steps" in PAGE
    assert f"{expression.MOST_SECONDS:g} seconds" in PAGE
