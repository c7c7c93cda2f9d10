"""More scheduled runs than a project may have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from floe_lint.rules import At, Problem, Project, Related, runs_a_week

MOST_NAMED = 3
"""Schedules that are named as those with the most runs."""


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for the project, at its schedules."""
    counts = []
    for schedule in project.declarations.schedules.values():
        if schedule.cron_schedule is None or schedule.timezone is None or schedule.enabled is False:
            continue
        runs = runs_a_week(schedule.cron_schedule, schedule.timezone, project.files.now)
        if runs is not None:
            counts.append((runs, schedule))
    total, most = sum(runs for runs, _ in counts), options["runs"]
    if total <= most:
        return
    counts.sort(key=lambda item: -item[0])
    yield Problem(
        At(("orchestration", "schedules"), key=True),
        f"the schedules start {total:.0f} runs a week; the project may have {most:g}",
        related=tuple(
            Related(At((*schedule.route, "cron_schedule")), f"{runs:.0f} a week")
            for runs, schedule in counts[:MOST_NAMED]
        ),
    )
