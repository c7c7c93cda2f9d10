"""The report as JSON, for programs. The format is versioned and described in ``docs/reference/json-format.md``."""

from __future__ import annotations

import json
from typing import Any

from floe_lint.findings.finding import SEVERITIES, Finding, GrantedWaiver, Report, TextFix
from floe_lint.kernel.positions import Place, show_route
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.visible import visible

FORMAT = "floe-lint/1"


def render(report: Report, options: RenderOptions) -> str:
    """One JSON object on several lines."""
    summary: dict[str, int] = {"projects": len(report.projects)}
    summary.update((severity, report.count(severity)) for severity in SEVERITIES)
    summary["suppressed"] = len(report.suppressed)
    content: dict[str, Any] = {
        "format": FORMAT,
        "version": options.tool_version,
        "summary": summary,
        "projects": list(report.projects),
        "variables": list(report.variables),
        "findings": [_finding(finding, report) for finding in visible(report, options)],
        "suppressed": [_finding(finding, report) for finding in report.suppressed] if options.show_suppressed else [],
        "waivers": [_waiver(waiver) for waiver in report.waivers],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _finding(finding: Finding, report: Report) -> dict[str, Any]:
    info = report.rules.get(finding.rule)
    content: dict[str, Any] = {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        **_place(finding.place),
        "route": show_route(finding.route) or None,
        "help": finding.help,
        "documentation": (info.help_uri or None) if info is not None else None,
        "related": [{**_place(related.place), "message": related.message} for related in finding.related],
        "fingerprint": finding.fingerprint,
        "environment": finding.environment,
        "crash": finding.crash,
        "fix": None if finding.fix is None else _fix(finding.fix),
    }
    if finding.suppression is not None:
        content["suppression"] = {"kind": finding.suppression.kind, "reason": finding.suppression.reason}
    return content


def _waiver(waiver: GrantedWaiver) -> dict[str, Any]:
    content: dict[str, Any] = waiver._asdict()
    content["place"] = _place(waiver.place)
    return content


def _fix(fix: TextFix) -> dict[str, Any]:
    """The edits of a fix are left out where they hold a secret."""
    edits = [{**_place(Place(edit.path, edit.span)), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": None if fix.secret else edits, "note": fix.note}


def _place(place: Place) -> dict[str, Any]:
    span = place.span
    return {
        "path": place.path,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }
