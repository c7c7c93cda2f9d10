"""JUnit XML, as CI servers read it: a suite for each file, a test case for each finding."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from floe_lint.findings.finding import Finding, Report
from floe_lint.report.exchange import full_text, headline, repository_path
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.visible import visible

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report, options: RenderOptions) -> str:
    """A project without findings is one test case that passed; infos and warnings do not count as failures."""
    suites: dict[str, list[Finding]] = {path: [] for path in report.projects}
    for finding in visible(report, options):
        suites.setdefault(finding.path, []).append(finding)
    root = Element("testsuites", name="floe-lint")
    if report.waivers:
        properties = SubElement(root, "properties")
        for waiver in report.waivers:
            value = f"{waiver.path} until {waiver.expires} by {waiver.owner}: {waiver.reason} ({waiver.state})"
            SubElement(properties, "property", name=_text(f"waiver of {waiver.rule}"), value=_text(value))
    for path, findings in suites.items():
        shown = repository_path(path, options)
        failed = sum(finding.severity == "error" and not finding.crash for finding in findings)
        crashed = sum(finding.crash for finding in findings)
        suite = SubElement(
            root,
            "testsuite",
            name=_text(shown),
            tests=str(max(len(findings), 1)),
            failures=str(failed),
            errors=str(crashed),
            skipped="0",
        )
        if not findings:
            SubElement(suite, "testcase", name="floe lint", classname=_text(shown), file=_text(shown))
        for finding in findings:
            _case(suite, finding, shown)
    root.set("tests", str(sum(max(len(findings), 1) for findings in suites.values())))
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(suite: Element, finding: Finding, path: str) -> None:
    span = finding.span
    case = SubElement(
        suite,
        "testcase",
        name=f"{finding.rule} {span.line}:{span.column}",
        classname=_text(path),
        file=_text(path),
        line=str(span.line),
    )
    text = _text(f"{path}:{span.line}:{span.column}\n{full_text(finding)}")
    if finding.severity == "error":
        kind = "error" if finding.crash else "failure"
        SubElement(case, kind, message=_text(headline(finding)), type=finding.severity).text = text
    else:
        SubElement(case, "system-out").text = f"{finding.severity}: {text}"


def _text(text: str) -> str:
    return _NOT_XML.sub("�", text)
