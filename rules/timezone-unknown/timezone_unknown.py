"""A time zone is one that Dagster does not know."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.problem import At, Problem
from floe_lint.project.project import Project
from floe_lint.project.timetable import zone_defects


def check(project: Project) -> Iterator[Problem]:
    """One problem for each name that is no time zone."""
    for zone, reason in zone_defects(project):
        yield Problem(At(zone.route), f"the time zone of {zone.owner} is wrong: {reason}")
