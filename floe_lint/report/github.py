"""Annotations by GitHub's workflow commands.

GitHub shows at most ten errors, ten warnings and ten notices of a step and drops the others without a word. Where
there are more, the tenth annotation says how many, and every finding stands in the log as plain text.
"""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.findings.finding import SEVERITIES, Finding, Report
from floe_lint.report.exchange import full_text, headline, not_checked, repository_path
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.visible import one_line, visible

LIMIT = 10
"""Annotations of one level that GitHub shows for one step."""

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, options: RenderOptions) -> str:
    """One command for each annotation, then the findings that have none as plain lines."""
    return "".join(f"{line}\n" for line in _lines(report, options))


def _lines(report: Report, options: RenderOptions) -> Iterator[str]:
    shown = visible(report, options)
    rest: list[Finding] = []
    for severity in SEVERITIES:
        found = [finding for finding in shown if finding.severity == severity]
        annotated = found if len(found) <= LIMIT else found[: LIMIT - 1]
        for finding in annotated:
            yield _annotation(finding, options)
        if len(found) > LIMIT:
            left = len(found) - len(annotated)
            yield (
                f"::{_COMMANDS[severity]} title=floe-lint::{left} more findings of severity {severity} "
                "stand in the log of this step"
            )
            rest += found[len(annotated) :]
    level = "error" if options.require_complete else "notice"
    for sentence in not_checked(report):
        yield f"::{level} title=floe-lint::{_data(sentence)}"
    for finding in rest:
        place = f"{one_line(repository_path(finding.path, options))}:{finding.span.line}:{finding.span.column}"
        yield f"{place}: {finding.severity}[{finding.rule}] {headline(finding)}"


def _annotation(finding: Finding, options: RenderOptions) -> str:
    span = finding.span
    properties = {
        "title": f"floe-lint ({finding.rule})",
        "file": repository_path(finding.path, options),
        "line": str(span.line),
        "endLine": str(span.end_line),
    }
    # GitHub refuses columns over several lines.
    if span.line == span.end_line:
        properties |= {"col": str(span.column), "endColumn": str(max(span.end_column, span.column + 1))}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(full_text(finding))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
