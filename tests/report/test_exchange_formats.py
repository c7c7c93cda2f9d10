"""The formats of other tools, read by what those tools' users read them with.

``ruff`` writes GitHub's, GitLab's and reviewdog's formats and is accepted by all three, so that its output is the
pattern that ours must match: the same keys, with values of the same kinds.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from junitparser import Error, Failure, JUnitXml
from markdown_it import MarkdownIt

from floe_lint import addresses
from floe_lint.findings.finding import Finding, RelatedPlace, Report, RuleInfo, Suppression
from floe_lint.kernel.positions import Place, Span
from floe_lint.report import load_renderer
from floe_lint.report.github import LIMIT
from floe_lint.report.render_options import RenderOptions
from tests.every_rule import every_rule_report

JOB = RuleInfo("job-not-found", "error", "0.1.0", ("reference",), "Jobs.", "## What\n\nJobs.\n", "https://x.dev/job")
KEY = JOB._replace(id="literal-credential", security_severity=9.1)
SOURCE = 'a: 1\n# ü😀\nb: "ü😀" # job: nightly\n'


def _finding(**changes: Any) -> Finding:
    finding = Finding(
        rule="job-not-found",
        severity="error",
        message='schedule "daily" runs job "x", 100% wrong: a, b',
        path="shop/floe.yaml",
        span=Span(3, 4, 3, 8),
        help="define it\nor not",
        fingerprint="abc",
    )
    return finding._replace(**changes)


def _report(*findings: Finding, suppressed: tuple[Finding, ...] = ()) -> Report:
    return Report(findings, suppressed, ("shop/floe.yaml",), {JOB.id: JOB, KEY.id: KEY}, {"shop/floe.yaml": SOURCE})


def _render(name: str, report: Report, **options: Any) -> str:
    return load_renderer(name)(
        report, RenderOptions(repository_root="/repo", working_directory="/repo/pipelines", **options)
    )


def _ruff(name: str, folder: Path) -> str:
    (folder / "bad.py").write_text("import os\nimport sys\n", encoding="utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--output-format", name, "bad.py"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def _shape(value: Any) -> Any:
    """The keys and kinds of a JSON value; a list is as its first entry."""
    if isinstance(value, dict):
        return {key: _shape(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    return type(value).__name__


def test_github_has_one_command_for_each_finding() -> None:
    related = RelatedPlace(Place("shop/floe.yaml", Span(1, 1, 1, 2)), "defined here")
    text = _render("github", _report(_finding(related=(related,)), _finding(severity="warning", span=Span(1, 1, 2, 3))))
    assert text == (
        "::error title=floe-lint (job-not-found),file=pipelines/shop/floe.yaml,line=3,endLine=3,col=4,endColumn=8"
        '::schedule "daily" runs job "x", 100%25 wrong: a, b%0Adefine it%0Aor not%0Ashop/floe.yaml:1:1: defined here\n'
        "::warning title=floe-lint (job-not-found),file=pipelines/shop/floe.yaml,line=1,endLine=2"
        '::schedule "daily" runs job "x", 100%25 wrong: a, b%0Adefine it%0Aor not\n'
    )


COMMAND = re.compile(r"::(?P<command>\w+) (?P<properties>[^:]*)::(?P<data>.*)")


def test_github_writes_the_properties_that_ruff_writes(tmp_path: Path) -> None:
    theirs = COMMAND.match(_ruff("github", tmp_path).splitlines()[0])
    ours = COMMAND.match(_render("github", _report(_finding(path="a,b:c.yaml"))))
    assert theirs is not None
    assert ours is not None
    names = [{part.split("=")[0] for part in match["properties"].split(",")} for match in (theirs, ours)]
    assert names[0] == names[1] == {"title", "file", "line", "col", "endLine", "endColumn"}
    assert "file=pipelines/a%2Cb%3Ac.yaml," in ours["properties"]


def test_github_says_how_many_it_would_drop_and_shows_them_in_the_log() -> None:
    findings = [_finding(span=Span(line, 1, line, 2), help=None) for line in range(1, LIMIT + 3)]
    lines = _render("github", _report(*findings, _finding(severity="warning"))).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == LIMIT
    assert (
        lines[LIMIT - 1] == "::error title=floe-lint::3 more findings of severity error stand in the log of this step"
    )
    message = 'error[job-not-found] schedule "daily" runs job "x", 100% wrong: a, b'
    assert lines[-3:] == [f"pipelines/shop/floe.yaml:{line}:1: {message}" for line in (10, 11, 12)]
    exactly = _render("github", _report(*findings[:LIMIT])).splitlines()
    assert [line.split(",")[2] for line in exactly] == [f"line={line}" for line in range(1, LIMIT + 1)]


@pytest.mark.parametrize("text", ["x\n::error::y", "x\r\n::stop-commands::z"])
def test_no_text_of_a_file_becomes_a_command(text: str) -> None:
    output = _render("github", _report(*[_finding(message=text, path="a\n::error::z.yaml")] * (LIMIT + 5)))
    assert [line for line in output.splitlines() if line.startswith("::") and "title=floe-lint" not in line] == []


def test_gitlab_has_the_keys_that_ruff_writes(tmp_path: Path) -> None:
    theirs = json.loads(_ruff("gitlab", tmp_path))
    ours = json.loads(_render("gitlab", _report(_finding())))
    shape = _shape(theirs)[0]
    # GitLab takes "type" for granted.
    assert {key: kind for key, kind in _shape(ours)[0].items() if key != "type"} == shape
    assert ours == [
        {
            "type": "issue",
            "check_name": "job-not-found",
            "description": 'schedule "daily" runs job "x", 100% wrong: a, b',
            "fingerprint": "abc",
            "severity": "major",
            "location": {
                "path": "pipelines/shop/floe.yaml",
                "positions": {"begin": {"line": 3, "column": 4}, "end": {"line": 3, "column": 8}},
            },
        }
    ]


def test_gitlab_calls_a_credential_critical() -> None:
    severities = [
        entry["severity"]
        for entry in json.loads(
            _render(
                "gitlab",
                _report(_finding(rule=KEY.id), _finding(severity="warning"), _finding(severity="info")),
                show_info=True,
            )
        )
    ]
    assert severities == ["critical", "minor", "info"]


def test_rdjson_has_the_keys_that_ruff_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addresses, "SITE", "https://docs.example")
    theirs = _shape(json.loads(_ruff("rdjson", tmp_path)))
    theirs["diagnostics"][0].pop("suggestions")
    ours = json.loads(_render("rdjson", _report(_finding())))
    overall = theirs.pop("severity")
    assert overall == "str"
    assert ours["diagnostics"][0]["severity"] == "ERROR"
    ours_shape = _shape(ours)
    ours_shape["diagnostics"][0].pop("severity")
    theirs["diagnostics"][0].pop("severity", None)
    assert ours_shape == theirs


def test_rdjson_counts_columns_in_bytes() -> None:
    start, end = SOURCE.splitlines()[2].index("nightly"), len(SOURCE.splitlines()[2])
    content = json.loads(_render("rdjson", _report(_finding(span=Span(3, start + 1, 3, end + 1)))))
    line = SOURCE.splitlines()[2].encode()
    span = content["diagnostics"][0]["location"]["range"]
    assert span == {"start": {"line": 3, "column": 20}, "end": {"line": 3, "column": 27}}
    assert line[span["start"]["column"] - 1 : span["end"]["column"] - 1] == b"nightly"


def test_junit_is_read_back(tmp_path: Path) -> None:
    crash = _finding(rule="x", crash=True, help=None, message="rule crashed")
    report = _report(_finding(), _finding(severity="warning"), crash, _finding(path="odd\x00]]>&<.yaml", help=None))
    path = tmp_path / "report.xml"
    path.write_text(_render("junit", report._replace(projects=("shop/floe.yaml", "clean.yaml"))), encoding="utf-8")
    suites = list(JUnitXml.fromfile(str(path)))
    assert [(suite.name, suite.tests, suite.failures, suite.errors) for suite in suites] == [
        ("pipelines/shop/floe.yaml", 3, 1, 1),
        ("pipelines/clean.yaml", 1, 0, 0),
        ("pipelines/odd�]]>&<.yaml", 1, 1, 0),
    ]
    cases = list(suites[0])
    assert [case.name for case in cases] == ["job-not-found 3:4", "job-not-found 3:4", "x 3:4"]
    assert [[type(result) for result in case.result] for case in cases] == [[Failure], [], [Error]]
    failure = cases[0].result[0]
    assert failure.message == 'schedule "daily" runs job "x", 100% wrong: a, b'
    assert failure.text == f"pipelines/shop/floe.yaml:3:4\n{failure.message}\ndefine it\nor not"
    assert [case.result for case in suites[1]] == [[]]


def test_markdown_is_one_table_whatever_the_messages_hold() -> None:
    nasty = "a | b `c` <img src=x> [l](http://evil.test) @everyone **x** #1\n| d |"
    suppressed = _finding(suppression=Suppression("inSource", "agreed | with <them>"))
    text = _render("markdown", _report(_finding(message=nasty), _finding(severity="warning"), suppressed=(suppressed,)))
    tokens = MarkdownIt("gfm-like", {"linkify": False, "html": True}).parse(text)
    rows = sum(token.type == "tr_open" for token in tokens)
    cells = sum(token.type == "td_open" for token in tokens)
    assert (rows, cells) == (3, 8)
    inline = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    assert {child.attrGet("href") for child in inline if child.type == "link_open"} == {"https://x.dev/job"}
    assert {child.content for child in inline if child.type == "html_inline"} == {"<br>"}
    assert "@" not in "".join(child.content for child in inline if child.type == "text_special")
    assert text.startswith("### floe-lint: 1 error, 1 warning in 1 project\n\n| | Place | Rule | Finding |\n")
    assert "<summary>1 ignored by comments</summary>" in text


def test_markdown_of_a_clean_run() -> None:
    assert _render("markdown", _report()) == "### floe-lint: no problems found in 1 project\n"


@pytest.mark.parametrize("name", ["github", "gitlab", "junit", "rdjson", "markdown"])
def test_every_rule_firing_can_be_written(name: str) -> None:
    text = _render(name, every_rule_report(), show_info=True)
    assert text.endswith("\n")
    if name in ("gitlab", "rdjson"):
        content = json.loads(text)
        entries = content if name == "gitlab" else content["diagnostics"]
        key = "check_name" if name == "gitlab" else "code"
        rules = {entry[key] if name == "gitlab" else entry[key]["value"] for entry in entries}
        assert rules == set(every_rule_report().rules)
