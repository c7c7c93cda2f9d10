"""Parts of all exchange formats: paths relative to the repository's root, and a finding in a few words."""

from __future__ import annotations

import os

from floe_lint.findings.finding import Finding
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.visible import one_line, printable


def repository_path(path: str, options: RenderOptions) -> str:
    """A finding's path relative to the repository's root; absolute where the file lies outside of it."""
    absolute = os.path.abspath(os.path.join(options.working_directory, path))
    root = os.path.abspath(options.repository_root or options.working_directory)
    relative = os.path.relpath(absolute, root).replace(os.sep, "/")
    return absolute.replace(os.sep, "/") if relative.startswith("../") else relative


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
