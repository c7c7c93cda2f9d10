"""When things run: the cron expressions and time zones of floe.yaml, and what is wrong with them.

Modules of ``floe_lint.dagster`` are imported where they are needed: a project without times does not pay for them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from floe_lint.format.floe_yaml import Dimension, Schedule
from floe_lint.format.owners import owner
from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple

if TYPE_CHECKING:
    from floe_lint.dagster.cron.check_cron import CronDefect, DstHazard
    from floe_lint.project.project import Project


class Time(NamedTuple):
    """A cron expression or the name of a time zone: whose it is in words, where it stands, and what it says."""

    owner: str
    route: Route
    text: str


class Meeting(NamedTuple):
    """Two schedules that start one job at the same minute; ``when`` says at which, in words."""

    first: Schedule
    second: Schedule
    when: str


MOST_COMPARED = 30
"""Schedules of one job that are compared with each other."""


def windows(project: Project) -> Iterator[Dimension]:
    """The time windows of floe.yaml: partition sets, and dimensions of ``multi`` ones."""
    for partitions in project.declarations.partitions.values():
        for part in (partitions, *partitions.dimensions):
            if part.window is not None:
                yield part


def crons(project: Project) -> Iterator[Time]:
    """The known cron expressions of schedules and partitions."""
    for schedule in project.declarations.schedules.values():
        if schedule.cron_schedule is not None:
            yield Time(owner(schedule.route), (*schedule.route, "cron_schedule"), schedule.cron_schedule)
    for part in windows(project):
        if part.window is not None and part.window.cron_schedule is not None:
            yield Time(owner(part.route), (*part.route, "cron_schedule"), part.window.cron_schedule)


def time_zones(project: Project) -> Iterator[Time]:
    """The known time zones of schedules and partitions."""
    for schedule in project.declarations.schedules.values():
        if schedule.timezone is not None:
            yield Time(owner(schedule.route), (*schedule.route, "timezone"), schedule.timezone)
    for part in windows(project):
        if part.window is not None and part.window.timezone is not None:
            yield Time(owner(part.route), (*part.route, "timezone"), part.window.timezone)


def cron_defects(
    project: Project, kind: Literal["invalid", "never", "random", "large_step"]
) -> Iterator[tuple[Time, CronDefect]]:
    """The cron expressions with one kind of defect."""
    for cron in crons(project):
        from floe_lint.dagster.cron.check_cron import check_cron

        defect = check_cron(cron.text)
        if defect is not None and defect.kind == kind:
            yield cron, defect


def zone_defects(project: Project) -> Iterator[tuple[Time, str]]:
    """The time zones that Dagster refuses, and why."""
    for zone in time_zones(project):
        from floe_lint.dagster.zones import check_zone

        reason = check_zone(zone.text)
        if reason is not None:
            yield zone, reason


def dst_hazards(project: Project) -> Iterator[tuple[Schedule, DstHazard]]:
    """The schedules with a local time that a change of the clocks skips or doubles within a year."""
    for schedule in project.declarations.schedules.values():
        if schedule.cron_schedule is not None and schedule.timezone is not None:
            from floe_lint.dagster.cron.check_cron import dst_hazard

            hazard = dst_hazard(schedule.cron_schedule, schedule.timezone, project.files.now)
            if hazard is not None:
                yield schedule, hazard


def meetings(project: Project) -> Iterator[Meeting]:
    """The pairs of schedules that start one job at the same minute; disabled ones meet nobody.

    Of each job the first ``MOST_COMPARED`` schedules are compared.
    """
    by_job: dict[str, list[tuple[Schedule, str, str]]] = {}
    known: dict[tuple[str, str, str, str], str | None] = {}
    for schedule in project.declarations.schedules.values():
        job, cron, zone = schedule.job, schedule.cron_schedule, schedule.timezone
        if job is None or cron is None or zone is None or schedule.enabled is False:
            continue
        earlier = by_job.setdefault(job, [])
        if project.job(job) is None or len(earlier) >= MOST_COMPARED:
            continue
        for first, first_cron, first_zone in earlier:
            times = (first_cron, first_zone, cron, zone)
            if times not in known:
                from floe_lint.dagster.cron.check_cron import fires_together

                known[times] = fires_together(*times, project.files.now)
            when = known[times]
            if when is not None:
                yield Meeting(first, schedule, when)
        earlier.append((schedule, cron, zone))
