"""A finding in a few words, for formats that have one text for each."""

from __future__ import annotations

from floe_lint.findings.finding import Finding
from floe_lint.report.visible import one_line, printable


def headline(finding: Finding) -> str:
    """The message on one line, with the environment under which alone it arises."""
    under = f" (under {one_line(finding.environment)})" if finding.environment else ""
    return one_line(finding.message) + under


def full_text(finding: Finding) -> str:
    """The message, the suggestion and the related places, a line each."""
    lines = [headline(finding)]
    if finding.help:
        lines.append(printable(finding.help))
    for related in finding.related:
        place = related.place
        lines.append(f"{one_line(place.path)}:{place.span.line}:{place.span.column}: {one_line(related.message)}")
    return "\n".join(lines)
