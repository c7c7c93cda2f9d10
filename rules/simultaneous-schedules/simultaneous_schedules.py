"""Schedules start one job at the same minute."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Meeting, Problem, Project, Related, meetings

_MOST = 5
"""A problem points at no more of the other schedules."""


def check(project: Project) -> Iterator[Problem]:
    """One problem for each schedule that meets an earlier one."""
    met: dict[str, list[Meeting]] = {}
    for meeting in meetings(project):
        met.setdefault(meeting.second.name, []).append(meeting)
    for first, *further in met.values():
        schedule = first.second
        others = f" and {len(further)} other{'s' if len(further) > 1 else ''}" if further else ""
        yield Problem(
            At((*schedule.route, "cron_schedule")),
            f'schedule "{schedule.name}" starts job "{schedule.job}" at the same minute as schedule '
            f'"{first.first.name}"{others}',
            help=f"both run {first.when}",
            related=tuple(
                Related(At((*meeting.first.route, "cron_schedule")), "the other schedule")
                for meeting in [first, *further][:_MOST]
            ),
        )
