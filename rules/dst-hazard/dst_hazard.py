"""A schedule's local time meets a change of the clocks."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, dst_hazards


def check(project: Project) -> Iterator[Problem]:
    """One problem for each schedule with such a time."""
    for schedule, hazard in dst_hazards(project):
        verb = "does not exist" if hazard.kind == "skipped" else "happens twice"
        yield Problem(
            At((*schedule.route, "cron_schedule")),
            f'schedule "{schedule.name}" runs at {hazard.local} in {schedule.timezone}, a local time that changes '
            "of the clocks skip or double",
            help=f"on {hazard.date} {hazard.local} {verb}; that run starts at {hazard.runs_at:%H:%M (%Z)}",
        )
