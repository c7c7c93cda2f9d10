"""SARIF 2.1.0, as GitHub code scanning takes it.

Section numbers are those of the OASIS standard (Errata 01).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from floe_lint import addresses
from floe_lint.findings.finding import Finding, GrantedWaiver, Report, RuleInfo, Severity, TextFix, Unchecked
from floe_lint.kernel.positions import Place, Span
from floe_lint.report.exchange import repository_path
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.visible import visible

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
BASE = "SRCROOT"
FINGERPRINT = "floeLint/v1"

_LEVELS: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM: Mapping[Severity, str] = {"error": "error", "warning": "warning", "info": "recommendation"}
_LINE_BREAK = re.compile(r"\r\n?|\n")


def render(report: Report, options: RenderOptions) -> str:
    """One run with every known rule; suppressed results only where they are asked for (§3.27.23)."""
    root = os.path.abspath(options.repository_root or options.working_directory)
    rules = list(report.rules.values())
    indices = {info.id: index for index, info in enumerate(rules)}
    places = _Places(options, report.sources)
    findings = [finding for finding in visible(report, options) if not finding.crash]
    crashes = [finding for finding in report.findings if finding.crash]
    if options.show_suppressed:
        findings += report.suppressed
    results = [_result(finding, indices, places) for finding in findings]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "floe-lint",
                "semanticVersion": options.tool_version,
                **({"informationUri": addresses.SITE} if addresses.SITE else {}),
                "rules": [_rule(info) for info in rules],
            }
        },
        "automationDetails": {"id": "floe-lint/"},
        "invocations": [
            {
                "executionSuccessful": not crashes and not report.failed,
                "toolExecutionNotifications": [
                    {
                        "level": "error",
                        "message": {"text": finding.message},
                        "associatedRule": {"id": finding.rule, "index": indices[finding.rule]},
                    }
                    for finding in crashes
                ]
                + [
                    {"level": "error", "message": {"text": f"{failed.project} was not linted: {failed.reason}"}}
                    for failed in report.failed
                ]
                + [_notification(unchecked, places, options) for unchecked in report.unchecked],
            }
        ],
        # §3.14.14: the base is where the checkout lies; a consumer may put its own in its place.
        "originalUriBaseIds": {
            BASE: {"uri": _folder_uri(root), "description": {"text": "The root of the repository."}}
        },
        "columnKind": "utf16CodeUnits",
        "results": results,
    }
    if report.waivers:
        run["properties"] = {"waivers": [_waiver(waiver) for waiver in report.waivers]}
    content = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _rule(info: RuleInfo) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "tags": list(info.tags),
        "precision": "high",
        "problem.severity": _PROBLEM[info.severity],
    }
    if info.security_severity is not None:
        properties["security-severity"] = f"{info.security_severity:.1f}"
        properties["tags"] = [*properties["tags"], "security"]
    rule: dict[str, Any] = {
        "id": info.id,
        "shortDescription": {"text": _plain(info.summary)},
        "fullDescription": {"text": _plain(_first_part(info.markdown) or info.summary)[:1000]},
        "help": {"text": _plain(info.markdown), "markdown": info.markdown},
        "defaultConfiguration": {"level": _LEVELS[info.severity]},
        "properties": properties,
    }
    if "-" in info.id:  # §3.49.7: a name that is the id again is left out
        rule["name"] = "".join(part.capitalize() for part in info.id.split("-"))
    if info.help_uri:
        rule["helpUri"] = info.help_uri
    return rule


def _notification(unchecked: Unchecked, places: _Places, options: RenderOptions) -> dict[str, Any]:
    """What was not checked, as a condition that the run met (§3.20.21)."""
    way_out = f"; {unchecked.help}" if unchecked.help else ""
    text = f"not checked in {unchecked.project}: {unchecked.what}, because {unchecked.reason}{way_out}"
    return {
        "level": "error" if options.require_complete else "warning",
        "message": {"text": text},
        "descriptor": {"id": "not-checked"},
        "locations": [{"physicalLocation": places.location(unchecked.place)}],
    }


def _waiver(waiver: GrantedWaiver) -> dict[str, str]:
    """A waiver in the property bag of the run (§3.8), so that an audit finds it in the report too."""
    return {name: value for name, value in waiver._asdict().items() if isinstance(value, str) and value}


def _result(finding: Finding, indices: Mapping[str, int], places: _Places) -> dict[str, Any]:
    message = finding.message + (f" (under {finding.environment})" if finding.environment else "")
    if finding.help:
        message += f"\n{finding.help}"
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": indices[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": places.location(finding.place)}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {
                "id": number,
                "physicalLocation": places.location(related.place),
                "message": {"text": related.message},
            }
            for number, related in enumerate(finding.related, 1)
        ]
    if finding.fix is not None and not finding.fix.secret:
        result["fixes"] = [_fix(finding.fix, places)]
    if finding.suppression is not None:
        result["suppressions"] = [
            {"kind": finding.suppression.kind, "justification": finding.suppression.reason or "no reason given"}
        ]
    return result


def _fix(fix: TextFix, places: _Places) -> dict[str, Any]:
    """A fix with its replacements, file by file (§3.55). What it deletes may be an empty region."""
    changes: dict[str, list[dict[str, Any]]] = {}
    for edit in fix.edits:
        region = places.region(Place(edit.path, edit.span), widen=False)
        changes.setdefault(edit.path, []).append({"deletedRegion": region, "insertedContent": {"text": edit.text}})
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": places.artifact(path), "replacements": replacements}
            for path, replacements in changes.items()
        ],
        "properties": {"safe": fix.safe},
    }


class _Places:
    """Turns places into physical locations (§3.29)."""

    def __init__(self, options: RenderOptions, sources: Mapping[str, str]) -> None:
        self._options = options
        self._sources = sources
        self._lines: dict[str, list[str]] = {}

    def location(self, place: Place) -> dict[str, Any]:
        return {"artifactLocation": self.artifact(place.path), "region": self.region(place)}

    def artifact(self, path: str) -> dict[str, str]:
        """Where a file is (§3.4)."""
        path = repository_path(path, self._options)
        return {"uri": "file://" + quote(path)} if os.path.isabs(path) else {"uri": quote(path), "uriBaseId": BASE}

    def region(self, place: Place, *, widen: bool = True) -> dict[str, int]:
        """The four numbers of a region (§3.30), columns in UTF-16 code units; an empty one is widened to be seen."""
        span: Span = place.span
        end_line, end_column = span.end_line, self._units(place.path, span.end_line, span.end_column)
        start = self._units(place.path, span.line, span.column)
        if widen and end_line == span.line and end_column <= start:
            end_column = start + 1
        return {"startLine": span.line, "startColumn": start, "endLine": end_line, "endColumn": end_column}

    def _units(self, path: str, line: int, column: int) -> int:
        source = self._sources.get(path)
        if source is None or source.isascii():
            return column
        if path not in self._lines:
            self._lines[path] = _LINE_BREAK.split(source)
        lines = self._lines[path]
        text = lines[line - 1][: column - 1] if line <= len(lines) else ""
        return column + sum(ord(char) > 0xFFFF for char in text)


def _folder_uri(folder: str) -> str:
    path = folder.replace(os.sep, "/").rstrip("/")
    return "file://" + quote(path if path.startswith("/") else f"/{path}") + "/"


_CODE_FENCE = re.compile(r"^```.*$\n?", re.MULTILINE)


def _plain(markdown: str) -> str:
    """Markdown as plain text (§3.11.8 wants a text beside every markdown)."""
    text = _CODE_FENCE.sub("", markdown)
    text = re.sub(r"^#+ ", "", text, flags=re.MULTILINE)
    return text.replace("`", "").strip()


def _first_part(markdown: str) -> str:
    """The first part of a rule's page, without its heading."""
    parts = re.split(r"^## .*$", markdown, flags=re.MULTILINE)
    return parts[1].strip() if len(parts) > 1 else ""
