"""Two schedules start one job at the same minute."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.problem import At, Problem, Related
from floe_lint.project.project import Project
from floe_lint.project.timetable import meetings


def check(project: Project) -> Iterator[Problem]:
    """One problem for each pair, at the later of the two."""
    for meeting in meetings(project):
        first, second = meeting.first, meeting.second
        yield Problem(
            At((*second.route, "cron_schedule")),
            f'schedule "{second.name}" starts job "{second.job}" at the same minute as schedule "{first.name}"',
            help=f"both run {meeting.when}",
            related=(Related(At((*first.route, "cron_schedule")), "the other schedule"),),
        )
