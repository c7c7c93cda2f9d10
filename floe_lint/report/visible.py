"""Which findings a report shows, and text that is safe to show."""

from __future__ import annotations

import re

from floe_lint.findings.finding import Finding, Report
from floe_lint.report.render_options import RenderOptions

_CONTROL = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]"


def visible(report: Report, options: RenderOptions) -> list[Finding]:
    """The findings to show: infos only where they are asked for."""
    return [finding for finding in report.findings if options.show_info or finding.severity != "info"]


def suppressed_by(report: Report) -> dict[str, int]:
    """How many findings do not count, by what took them out."""
    counts = {"ignored by comments": 0, "waived": 0, "in the baseline": 0}
    for finding in report.suppressed:
        suppression = finding.suppression
        if suppression is None or suppression.kind == "inSource":
            counts["ignored by comments"] += 1
        else:
            counts["waived" if suppression.place is not None else "in the baseline"] += 1
    return {label: count for label, count in counts.items() if count}


def printable(text: str) -> str:
    """The text with control and direction characters spelled out, so that no file can steer a terminal or a log.

    Line feeds and tabs stay.
    """
    if text.isprintable():
        return text
    return re.sub(_CONTROL, lambda match: f"\\u{ord(match[0]):04x}", text)


def one_line(text: str) -> str:
    """``printable`` text on one line."""
    return printable(text).replace("\n", " ").replace("\t", " ")
