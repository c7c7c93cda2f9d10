"""Time zones that the organisation does not use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from floe_lint.rules import At, Problem, Project, check_zone, time_zones


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each schedule and time window in another zone. What is no time zone is left to others."""
    allowed = options["zones"]
    for zone in time_zones(project):
        if check_zone(zone.text) is None and not any(fnmatchcase(zone.text, glob) for glob in allowed):
            yield Problem(
                At(zone.route),
                f'{zone.owner} uses the time zone "{zone.text}"; the time zones allowed are {", ".join(allowed)}',
            )
