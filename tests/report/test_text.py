"""The report that people read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.findings.finding import Finding, RelatedPlace, Report, RuleInfo, Suppression
from floe_lint.kernel.positions import Place, Span
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.text import render

RULE = RuleInfo("job-not-found", "error", "0.1.0", (), "s", "m", "")
SOURCE = "jobs:\n  a: 1\nschedules:\n  daily:\n    job: nope\n"


def _finding(**changes: Any) -> Finding:
    finding = Finding("job-not-found", "error", 'there is no job "nope"', "floe.yaml", Span(5, 10, 5, 14))
    return finding._replace(**changes)


def _report(*findings: Finding, **changes: Any) -> Report:
    report = Report(findings, (), ("floe.yaml",), {RULE.id: RULE}, {"floe.yaml": SOURCE})
    return report._replace(**changes)


def test_a_finding() -> None:
    related = RelatedPlace(Place("floe.yaml", Span(1, 1, 1, 5)), "jobs are defined here")
    shown = render(_report(_finding(help="define it", related=(related,), environment="prod.env")), RenderOptions())
    assert shown == (
        'error[job-not-found]: there is no job "nope" (under prod.env)\n'
        " --> floe.yaml:5:10\n"
        "  |\n"
        "5 |     job: nope\n"
        "  |          ^^^^\n"
        "  = note: jobs are defined here\n"
        " --> floe.yaml:1:1\n"
        "  |\n"
        "1 | jobs:\n"
        "  | ----\n"
        "  = help: define it\n"
        "  = docs: floe explain job-not-found\n"
        "\n"
        "Found 1 error in 1 project.\n"
    )


def test_a_span_over_several_lines_shows_its_first_and_last() -> None:
    shown = render(_report(_finding(span=Span(1, 1, 5, 14))), RenderOptions())
    assert "1 | jobs:\n  | ^^^^^\n… |\n5 |     job: nope\n  |     ^^^^^^^^^\n" in shown


def test_quiet_is_one_line_for_each_finding() -> None:
    shown = render(_report(_finding(), _finding(severity="info")), RenderOptions(quiet=True))
    assert shown == 'floe.yaml:5:10: error[job-not-found] there is no job "nope"\n'


@pytest.mark.parametrize(
    ("report", "options", "summary"),
    [
        (_report(), RenderOptions(), "No problems found in 1 project.\n"),
        (_report(projects=("a", "b")), RenderOptions(), "No problems found in 2 projects.\n"),
        (
            _report(_finding(severity="info")),
            RenderOptions(),
            "No problems found in 1 project (1 info hidden, show with --show-info).\n",
        ),
        (
            _report(suppressed=(_finding(),), variables=("A", "B")),
            RenderOptions(),
            "No problems found in 1 project (1 ignored by comments).\nTo be set by a deployment: A, B\n",
        ),
    ],
)
def test_the_summary(report: Report, options: RenderOptions, summary: str) -> None:
    assert render(report, options) == summary


def test_the_summary_counts_by_severity() -> None:
    findings = (_finding(), _finding(severity="warning"), _finding(severity="warning"), _finding(severity="info"))
    last = render(_report(*findings), RenderOptions(show_info=True)).splitlines()[-1]
    assert last == "Found 1 error, 2 warnings and 1 info in 1 project."


def test_statistics_count_by_rule_the_gravest_first() -> None:
    findings = (_finding(severity="warning", rule="b"), _finding(), _finding())
    shown = render(_report(*findings), RenderOptions(statistics=True))
    assert "    2  error    job-not-found\n    1  warning  b\n\nFound" in shown


def test_suppressed_findings_are_shown_with_their_reason_when_asked_for() -> None:
    ignored = _finding(suppression=Suppression("inSource", "accepted until June"))
    report = _report(suppressed=(ignored,))
    assert "accepted" not in render(report, RenderOptions())
    assert "  = ignored: accepted until June\n" in render(report, RenderOptions(show_suppressed=True))


def test_carets_stand_under_wide_and_combining_characters_and_tabs() -> None:
    source = "\t名: e\u0301x bad\n"
    shown = render(_report(_finding(span=Span(1, 9, 1, 12)), sources={"floe.yaml": source}), RenderOptions())
    lines = shown.splitlines()
    assert lines[3] == "1 |     名: e\u0301x bad"
    assert lines[4] == "  |            ^^^"


def test_a_long_line_is_cut_around_the_span() -> None:
    source = "x" * 5000 + "BAD" + "y" * 5000
    shown = render(
        _report(_finding(span=Span(1, 5001, 1, 5004)), sources={"floe.yaml": source}), RenderOptions(width=60)
    )
    text, marks = shown.splitlines()[3:5]
    assert len(text) < 70
    assert text[marks.index("^") : marks.rindex("^") + 1] == "BAD"


def test_control_characters_of_a_file_reach_no_terminal() -> None:
    hostile = _finding(message="x\x1b[31m\r\n::error::y\u202e", path="a\x1b]0;t\x07.yaml", help="\x1b[2J")
    shown = render(_report(hostile), RenderOptions())
    assert "\x1b" not in shown
    assert "\r" not in shown
    assert "\u202e" not in shown
    assert "\\u001b[31m" in shown


def test_colours_are_the_same_text_with_escapes() -> None:
    import re

    report = _report(_finding(help="define it"))
    colored = render(report, RenderOptions(color=True))
    assert "\x1b[1;31m" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == render(report, RenderOptions())


@given(
    st.text(max_size=60),
    st.tuples(*[st.integers(1, 80)] * 4),
    st.integers(1, 200),
    st.booleans(),
)
def test_no_span_and_no_source_breaks_the_report(
    source: str, numbers: tuple[int, int, int, int], width: int, color: bool
) -> None:
    line, column, more, end = numbers
    finding = _finding(span=Span(line, column, line + more % 3, end))
    shown = render(_report(finding, sources={"floe.yaml": source}), RenderOptions(width=width, color=color))
    assert "there is no job" in shown
