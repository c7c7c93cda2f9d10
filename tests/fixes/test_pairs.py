"""Every fixable rule is fixed as its before/after pairs say."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.api import Options, builtin_rules, lint
from floe_lint.fixes.rounds import Fixed, fix
from floe_lint.fixes.write_files import write_fixed
from tests.fixes.cases import Pair, all_pairs, expected_files, project_files, set_up
from tests.rule_cases import TODAY, selection

PAIRS = all_pairs()
RULES = {rule.info.id: rule.info for rule in builtin_rules()}
FIXABLE = {rule: info.fix for rule, info in RULES.items() if info.fix is not None}


def _fix(pair: Pair, *, unsafe: bool) -> Fixed:
    select = selection(RULES[pair.rule])
    fixed = fix(lambda texts: lint("floe.yaml", options=Options(select, texts=texts, today=TODAY)), unsafe=unsafe)
    write_fixed(fixed.before, fixed.texts)
    return fixed


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOE_PLATFORM_FILE", raising=False)
    monkeypatch.delenv("FLOE_PLATFORM_ENV", raising=False)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.rule}-{pair.name}")
def test_pair(pair: Pair, tmp_path: Path) -> None:
    set_up(pair, tmp_path)
    before = project_files(tmp_path)
    if pair.unsafe:
        assert pair.rule not in {finding.rule for finding in _fix(pair, unsafe=False).fixed}
        assert project_files(tmp_path) == before
    fixed = _fix(pair, unsafe=pair.unsafe)
    assert pair.rule in {finding.rule for finding in fixed.fixed}
    assert fixed.refused == ()
    assert project_files(tmp_path) == expected_files(pair)
    assert pair.rule not in {finding.rule for finding in fixed.report.findings if finding.fix is not None}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.rule}-{pair.name}")
def test_fixing_again_changes_nothing(pair: Pair, tmp_path: Path) -> None:
    set_up(pair, tmp_path)
    _fix(pair, unsafe=pair.unsafe)
    after = project_files(tmp_path)
    assert _fix(pair, unsafe=pair.unsafe).texts == {}
    assert project_files(tmp_path) == after


@pytest.mark.parametrize("rule", FIXABLE)
def test_every_fixable_rule_has_a_pair_of_its_kind(rule: str) -> None:
    kinds = {"unsafe" if pair.unsafe else "safe" for pair in PAIRS if pair.rule == rule}
    assert FIXABLE[rule] in kinds


def test_only_rules_that_say_so_are_fixed() -> None:
    assert {pair.rule for pair in PAIRS} == set(FIXABLE)
