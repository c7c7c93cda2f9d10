"""Parts of all exchange formats: paths relative to the repository's root, and a finding in a few words."""

from __future__ import annotations

import os
from collections.abc import Iterator

from floe_lint.findings.finding import Finding, Report, Unchecked
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


UNCHECKED_PROJECTS = 10
"""Projects for which a text says what was not checked; the formats for programs list all."""


def not_checked(report: Report) -> Iterator[str]:
    """What was not checked, a sentence for each project and kind of thing."""
    kinds: dict[tuple[str, str], list[Unchecked]] = {}
    for unchecked in report.unchecked:
        kinds.setdefault((unchecked.project, unchecked.what), []).append(unchecked)
    projects = list(dict.fromkeys(project for project, _ in kinds))
    listed = projects[:UNCHECKED_PROJECTS]
    for (project, what), causes in kinds.items():
        if project in listed:
            more = f" and {len(causes) - 1} more" if len(causes) > 1 else ""
            first = causes[0]
            at = f"{one_line(first.place.path)}:{first.place.span.line}"
            way_out = f"; {first.help}" if first.help else ""
            yield f"not checked in {one_line(project)}: {what}, because {one_line(first.reason)} ({at}{more}){way_out}"
    if len(projects) > len(listed):
        yield f"not checked in {len(projects) - len(listed)} more projects, which --format json lists"
