"""Rounds: fixes that get into each other's way, fixes that make things worse, fixes that never settle."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from floe_lint.findings.finding import Finding, Report, TextEdit, TextFix
from floe_lint.fixes.rounds import MOST_LINTS, Fixed, fix
from floe_lint.kernel.positions import Span


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def _finding(rule: str, start: int, end: int, text: str, *, safe: bool = True) -> Finding:
    edit = TextEdit("f.yaml", Span(1, start, 1, end), text)
    found = TextFix(f"Write {text}", (edit,), safe)
    return Finding(rule, "error", rule, "f.yaml", Span(1, start, 1, end), fingerprint=rule, fix=found)


def _fix(text: str, judge: Mapping[str, tuple[Finding, ...]], *, unsafe: bool = False) -> tuple[Fixed, list[str]]:
    """Fix one line; ``judge`` says what is found in each text, and a text that is not in it is clean."""
    file = Path("f.yaml")
    file.write_text(text)
    linted: list[str] = []

    def lint(texts: Mapping[str, str]) -> Report:
        linted.append(texts.get(str(file.absolute()), text))
        return Report(judge.get(linted[-1], ()), (), ("f.yaml",), {}, {})

    return fix(lint, unsafe=unsafe), linted


def test_fixes_that_overlap_are_made_in_two_rounds() -> None:
    first, second = _finding("a", 1, 4, "xy"), _finding("b", 3, 6, "z")
    fixed, linted = _fix("abcdef", {"abcdef": (first, second), "xydef": (_finding("b", 3, 4, "z"),)})
    assert [finding.rule for finding in fixed.fixed] == ["a", "b"]
    assert linted == ["abcdef", "xydef", "xyzef"]
    assert list(fixed.texts.values()) == ["xyzef"]


def test_a_fix_that_makes_it_worse_is_left_out_and_the_others_are_made() -> None:
    good, bad = _finding("good", 1, 2, "A"), _finding("bad", 3, 4, "C")
    new = Finding("new", "warning", "new", "f.yaml", Span(1, 1, 1, 2), fingerprint="new")
    worse = {"AbC": (new,), "abC": (new,), "Abc": (bad,)}
    fixed, _ = _fix("abc", {"abc": (good, bad), **worse})
    assert [finding.rule for finding in fixed.fixed] == ["good"]
    assert [(refusal.finding.rule, [item.rule for item in refusal.brings]) for refusal in fixed.refused] == [
        ("bad", ["new"])
    ]
    assert list(fixed.texts.values()) == ["Abc"]
    assert fixed.report.findings == (bad,)


def test_a_fix_that_does_not_take_its_finding_away_is_not_made() -> None:
    again = _finding("a", 1, 2, "x")
    fixed, _ = _fix("abc", {"abc": (again,), "xbc": (again,)})
    assert (fixed.fixed, fixed.texts) == ((), {})
    assert [refusal.finding for refusal in fixed.refused] == [again]


def test_a_finding_of_severity_info_is_no_harm() -> None:
    info = Finding("new", "info", "new", "f.yaml", Span(1, 1, 1, 2), fingerprint="new")
    fixed, _ = _fix("abc", {"abc": (_finding("a", 1, 2, "x"),), "xbc": (info,)})
    assert list(fixed.texts.values()) == ["xbc"]


def test_a_crash_is_harm() -> None:
    crash = Finding("new", "error", "crashed", "f.yaml", Span(1, 1, 1, 2), fingerprint="crash-new", crash=True)
    fixed, _ = _fix("abc", {"abc": (_finding("a", 1, 2, "x"),), "xbc": (crash,)})
    assert (fixed.texts, [refusal.brings for refusal in fixed.refused]) == ({}, [(crash,)])


def test_unsafe_fixes_wait_to_be_asked_for() -> None:
    judge = {"abc": (_finding("a", 1, 2, "x", safe=False),)}
    assert _fix("abc", judge)[0].texts == {}
    assert list(_fix("abc", judge, unsafe=True)[0].texts.values()) == ["xbc"]


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    judge = {"a": (_finding("to-b", 1, 2, "b"),), "b": (_finding("to-a", 1, 2, "a"),)}
    fixed, linted = _fix("a", judge)
    assert fixed.texts == {}
    assert [refusal.finding.rule for refusal in fixed.refused] == ["to-b"]
    assert len(linted) <= MOST_LINTS
