"""GitLab's code quality report: the part of the Code Climate format that GitLab reads."""

from __future__ import annotations

import json
from typing import Any

from floe_lint.findings.finding import Finding, Report, Severity
from floe_lint.report.exchange import headline, repository_path
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.visible import visible

_SEVERITIES: dict[Severity, str] = {"error": "major", "warning": "minor", "info": "info"}
SECURITY = 7.0
"""From this score on a boundary error is critical: GitHub calls such a score high."""


def render(report: Report, options: RenderOptions) -> str:
    """A JSON array with one entry for each finding; the fingerprint is the finding's own."""
    entries = [_entry(finding, report, options) for finding in visible(report, options)]
    return json.dumps(entries, indent=2, ensure_ascii=False) + "\n"


def _entry(finding: Finding, report: Report, options: RenderOptions) -> dict[str, Any]:
    info = report.rules.get(finding.rule)
    score = info.security_severity if info is not None else None
    grave = finding.severity == "error" and score is not None and score >= SECURITY
    span = finding.span
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": headline(finding),
        "fingerprint": finding.fingerprint,
        "severity": "critical" if grave else _SEVERITIES[finding.severity],
        "location": {
            "path": repository_path(finding.path, options),
            "positions": {
                "begin": {"line": span.line, "column": span.column},
                "end": {"line": span.end_line, "column": span.end_column},
            },
        },
    }
