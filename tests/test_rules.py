"""Every rule is tested by its own good/ and bad/ folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from floe_lint.api import Options, builtin_rules, lint
from floe_lint.findings.finding import Finding
from tests.rule_cases import (
    RULES,
    SHOP,
    TODAY,
    Case,
    Expected,
    all_cases,
    configuration,
    expectations,
    selection,
    set_times,
)

CASES = all_cases()
ALL_RULES = builtin_rules()
INFOS = {rule.info.id: rule.info for rule in ALL_RULES}


def _lint(case: Case, monkeypatch: pytest.MonkeyPatch, folder: Path) -> list[Finding]:
    is_folder = case.path.is_dir()
    settings = configuration(case, folder)
    set_times(case)
    monkeypatch.chdir(case.path if is_folder else SHOP)
    monkeypatch.delenv("FLOE_PLATFORM_FILE", raising=False)
    monkeypatch.delenv("FLOE_PLATFORM_ENV", raising=False)
    options = Options(
        select=selection(INFOS[case.rule]),
        rules=ALL_RULES,
        env_files=sorted(path.name for path in case.path.glob("*.env")) if is_folder else [],
        stdin=None if is_folder else case.path.read_bytes(),
        today=TODAY,
        configuration=None if settings is None else str(settings),
    )
    return list(lint("floe.yaml", options=options).findings)


def _as_expected(finding: Finding) -> Expected:
    span = finding.span
    end = span.end_column if span.end_line == span.line else span.column
    return Expected(
        os.path.normpath(finding.path).replace(os.sep, "/"),
        span.line,
        span.column,
        end,
        finding.rule,
        finding.severity,
        finding.message,
    )


def _name(case: Case) -> str:
    return case.path.relative_to(RULES).as_posix()


@pytest.mark.parametrize("case", [case for case in CASES if not case.good], ids=_name)
def test_bad(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Exactly what the case states is reported: rule, severity, message, line and columns."""
    expected = expectations(case)
    assert any(item.rule == case.rule for item in expected), "a bad case must expect its own rule"
    stated = {item.rule for item in expected}
    found = [
        item
        for item in map(_as_expected, _lint(case, monkeypatch, tmp_path))
        if item.severity != "info" or item.rule == case.rule or item.rule in stated
    ]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("case", [case for case in CASES if case.good], ids=_name)
def test_good(case: Case, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing of the rule itself, and no error or warning of any other."""
    found = [
        item
        for item in map(_as_expected, _lint(case, monkeypatch, tmp_path))
        if item.severity != "info" or item.rule == case.rule
    ]
    assert found == []


@pytest.mark.parametrize("rule", [rule.info.id for rule in ALL_RULES])
def test_every_rule_has_cases(rule: str) -> None:
    """Two bad and two good cases at least, and a page with the four parts."""
    own = [case for case in CASES if case.rule == rule]
    assert sum(not case.good for case in own) >= 2
    assert sum(case.good for case in own) >= 2
    page = (RULES / rule / "rule.md").read_text(encoding="utf-8")
    headings = [line for line in page.splitlines() if line.startswith("## ")]
    assert headings == ["## What it does", "## Why is this bad?", "## Example", "## Use instead"]
