"""A comment for a pull request, in GitHub's and GitLab's Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floe_lint.findings.finding import SEVERITIES, Finding, Report
from floe_lint.report.exchange import headline, not_checked, repository_path
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.visible import one_line, suppressed_by, visible

ROWS = 50
"""Findings in the table. A comment holds 65,536 characters on GitHub; nobody reads that many rows."""

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@])")
_MARKS = {"error": "❌", "warning": "⚠️", "info": "ℹ️"}


def render(report: Report, options: RenderOptions) -> str:
    """A heading with the verdict and a table, the gravest first."""
    return "\n".join(_lines(report, options)) + "\n"


def _lines(report: Report, options: RenderOptions) -> Iterator[str]:
    found = sorted(visible(report, options), key=lambda finding: SEVERITIES.index(finding.severity))
    counts = [_count(report.count(severity), severity) for severity in SEVERITIES if report.count(severity)]
    projects = _count(len(report.projects), "project")
    if not found:
        yield f"### floe-lint: no problems found in {projects}"
    else:
        yield f"### floe-lint: {', '.join(counts)} in {projects}"
        yield ""
        yield "| | Place | Rule | Finding |"
        yield "|---|---|---|---|"
        for finding in found[:ROWS]:
            yield _row(finding, report, options)
    if len(found) > ROWS:
        yield ""
        yield f"{len(found) - ROWS} more findings are not shown; `floe lint` prints them all."
    for failed in report.failed:
        yield ""
        yield f"{_MARKS['error']} {escape(f'{failed.project} was not linted: {failed.reason}')}"
    for sentence in not_checked(report):
        yield ""
        yield f"{_MARKS['error' if options.require_complete else 'warning']} {escape(sentence)}"
    if report.suppressed:
        yield ""
        yield "<details>"
        parts = ", ".join(f"{count} {label}" for label, count in suppressed_by(report).items())
        yield f"<summary>{parts}</summary>"
        yield ""
        for finding in report.suppressed[:ROWS]:
            reason = finding.suppression.reason if finding.suppression is not None else ""
            yield f"- {_place(finding, options)} `{finding.rule}`: {escape(reason) or 'no reason given'}"
        if len(report.suppressed) > ROWS:
            yield f"- and {len(report.suppressed) - ROWS} more"
        yield ""
        yield "</details>"


def _row(finding: Finding, report: Report, options: RenderOptions) -> str:
    info = report.rules.get(finding.rule)
    rule = f"[`{finding.rule}`]({info.help_uri})" if info is not None and info.help_uri else f"`{finding.rule}`"
    text = escape(headline(finding))
    if finding.help:
        text += f"<br>{escape(finding.help)}"
    return f"| {_MARKS[finding.severity]} | {_place(finding, options)} | {rule} | {text} |"


def _place(finding: Finding, options: RenderOptions) -> str:
    path = one_line(repository_path(finding.path, options))
    return f"{escape(path)}:{finding.span.line}:{finding.span.column}"


def escape(text: str) -> str:
    """The text on one line, so that nothing in it is read as Markdown, HTML, a link or a mention."""
    return _SPECIAL.sub(r"\\\1", one_line(text)).replace("\\@", "&#64;").replace("://", ":&#8203;//")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
