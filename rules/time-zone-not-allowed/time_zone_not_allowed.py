"""Time zones that the organisation does not use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from floe_lint.dagster.zones import check_zone
from floe_lint.findings.problem import At, Problem
from floe_lint.kernel.annotations import Any
from floe_lint.project.project import Project
from floe_lint.project.timetable import zones


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each schedule and time window in another zone. What is no time zone is left to others."""
    allowed = options["zones"]
    for zone in zones(project):
        if check_zone(zone.text) is None and not any(fnmatchcase(zone.text, glob) for glob in allowed):
            yield Problem(
                At(zone.route),
                f'{zone.owner} uses the time zone "{zone.text}"; the time zones allowed are {", ".join(allowed)}',
            )
