"""A bound or the format of a time window cannot be read."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, owner


def check(project: Project) -> Iterator[Problem]:
    """One problem for each field that cannot be read."""
    for entry, defect in project.partitioning.window_defects:
        if defect.kind in ("bad_start", "bad_end", "bad_fmt"):
            yield Problem(At((*entry.route, defect.field)), f"{owner(entry.route)}: {defect.reason}")
