"""Reviewdog's diagnostic format (``rdjson``): columns are bytes of UTF-8, ends are exclusive."""

from __future__ import annotations

import json
import re
from typing import Any

from floe_lint import addresses
from floe_lint.findings.finding import Finding, Report, Severity
from floe_lint.kernel.positions import Span
from floe_lint.report.exchange import full_text, repository_path
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.visible import visible

_SEVERITIES: dict[Severity, str] = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
_LINE_BREAK = re.compile(r"\r\n?|\n")
_MASK = "•"
"""Stands for one character of a secret, which is ASCII in every form of secret there is."""


def render(report: Report, options: RenderOptions) -> str:
    """One JSON object with a diagnostic for each finding."""
    lines: dict[str, list[str]] = {}
    content = {
        "source": {"name": "floe-lint", **({"url": addresses.SITE} if addresses.SITE else {})},
        "diagnostics": [_diagnostic(finding, report, options, lines) for finding in visible(report, options)],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _diagnostic(
    finding: Finding, report: Report, options: RenderOptions, lines: dict[str, list[str]]
) -> dict[str, Any]:
    if finding.path not in lines:
        lines[finding.path] = _LINE_BREAK.split(report.sources.get(finding.path, ""))
    info = report.rules.get(finding.rule)
    code = {"value": finding.rule}
    if info is not None and info.help_uri:
        code["url"] = info.help_uri
    diagnostic: dict[str, Any] = {
        "message": full_text(finding),
        "location": {
            "path": repository_path(finding.path, options),
            "range": _range(finding.span, lines[finding.path]),
        },
        "severity": _SEVERITIES[finding.severity],
        "code": code,
    }
    fix = finding.fix
    if fix is not None and not fix.secret and {edit.path for edit in fix.edits} == {finding.path}:
        diagnostic["suggestions"] = [
            {"range": _range(edit.span, lines[finding.path]), "text": edit.text} for edit in fix.edits
        ]
    return diagnostic


def _range(span: Span, lines: list[str]) -> dict[str, Any]:
    return {
        "start": {"line": span.line, "column": _bytes_before(lines, span.line, span.column) + 1},
        "end": {"line": span.end_line, "column": _bytes_before(lines, span.end_line, span.end_column) + 1},
    }


def _bytes_before(lines: list[str], line: int, column: int) -> int:
    if line > len(lines):
        return column - 1
    before = lines[line - 1][: column - 1]
    missing = column - 1 - len(before)
    return len(before.replace(_MASK, "*").encode("utf-8", "surrogatepass")) + missing
