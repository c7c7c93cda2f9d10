"""Findings as diagnostics."""

from __future__ import annotations

import os
from collections.abc import Callable

from lsprotocol import types
from pygls import uris

from floe_lint.findings.finding import Finding, Report
from floe_lint.kernel.positions import START
from floe_lint.lsp.projects import Linted
from floe_lint.lsp.protocol_positions import Positions

PositionsOf = Callable[[str], Positions]
"""Gives the positions in the text of a file, by its absolute path."""

SOURCE = "floe"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "info": types.DiagnosticSeverity.Information,
}


def diagnostics_of(linted: Linted, positions_of: PositionsOf) -> dict[str, list[types.Diagnostic]]:
    """The diagnostics of a project by the absolute path of the file they belong to."""
    if linted.report is None:
        at = positions_of(linted.floe).range(START)
        message = linted.error or ""
        return {linted.floe: [types.Diagnostic(at, message, types.DiagnosticSeverity.Error, source=SOURCE)]}
    result: dict[str, list[types.Diagnostic]] = {}
    for finding in linted.report.findings:
        path = os.path.abspath(finding.path)
        result.setdefault(path, []).append(diagnostic_of(finding, linted, positions_of))
    return result


def diagnostic_of(finding: Finding, linted: Linted, positions_of: PositionsOf) -> types.Diagnostic:
    """One finding. What is quiet in a report is a hint here."""
    assert linted.report is not None
    severity = _SEVERITIES[finding.severity]
    if finding.severity == "info" and not linted.show_info:
        severity = types.DiagnosticSeverity.Hint
    lines = [finding.message]
    if finding.help:
        lines.append(finding.help)
    if finding.environment is not None:
        lines.append(f"only under {finding.environment}")
    return types.Diagnostic(
        range=positions_of(os.path.abspath(finding.path)).range(finding.span),
        message="\n".join(lines),
        severity=severity,
        code=finding.rule,
        code_description=_description(linted.report, finding.rule),
        source=SOURCE,
        tags=[types.DiagnosticTag.Unnecessary] if _is_unnecessary(finding) else None,
        related_information=[
            types.DiagnosticRelatedInformation(
                location=types.Location(
                    uri=uri_of(os.path.abspath(related.place.path)),
                    range=positions_of(os.path.abspath(related.place.path)).range(related.place.span),
                ),
                message=related.message,
            )
            for related in finding.related
        ]
        or None,
        data=finding.fingerprint,
    )


def uri_of(path: str) -> str:
    """The address of a file."""
    return uris.from_fs_path(path) or ""


def _description(report: Report, rule: str) -> types.CodeDescription | None:
    info = report.rules.get(rule)
    return types.CodeDescription(href=info.help_uri) if info is not None and info.help_uri else None


def _is_unnecessary(finding: Finding) -> bool:
    """Whether nothing is lost by taking out what the finding points at, which a safe fix does."""
    fix = finding.fix
    return fix is not None and fix.safe and bool(fix.edits) and all(not edit.text for edit in fix.edits)
