"""A time zone is one that Dagster does not know."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, spelling, zone_defects


def check(project: Project) -> Iterator[Problem]:
    """One problem for each name that is no time zone."""
    for zone, reason in zone_defects(project):
        from zoneinfo import available_timezones

        from floe_lint.rules import suggest_zone

        at = At(zone.route)
        fix = spelling(at, zone.text, suggest_zone(zone.text), available_timezones())
        yield Problem(at, f"the time zone of {zone.owner} is wrong: {reason}", fix=fix)
