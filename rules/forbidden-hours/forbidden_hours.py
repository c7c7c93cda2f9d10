"""Schedules that run in hours that are kept free."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from floe_lint.rules import At, Problem, Project, first_run_within

NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
DAYS = tuple(name[:3].lower() for name in NAMES)


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each schedule with such a run, with the first one; one that is off does not run."""
    begin, end, zone = options["from"], options["to"], options["timezone"]
    days = options["days"]
    for schedule in project.declarations.schedules.values():
        if schedule.cron_schedule is None or schedule.timezone is None or schedule.enabled is False:
            continue
        run = first_run_within(
            schedule.cron_schedule,
            schedule.timezone,
            zone,
            project.files.now,
            lambda moment: _is_within(moment, begin, end, days),
        )
        if run is not None:
            yield Problem(
                At((*schedule.route, "cron_schedule")),
                f'schedule "{schedule.name}" runs at {run:%H:%M} ({zone}); no runs are allowed from {begin} to {end}',
                help=f"the first such run is on {run:%Y-%m-%d}, a {NAMES[run.weekday()]}",
            )


def _is_within(moment: datetime, begin: str, end: str, days: list[str]) -> bool:
    clock = f"{moment:%H:%M}"
    if begin < end:
        return begin <= clock < end and DAYS[moment.weekday()] in days
    if clock >= begin:
        return DAYS[moment.weekday()] in days
    return clock < end and DAYS[(moment - timedelta(days=1)).weekday()] in days
