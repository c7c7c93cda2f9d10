"""A schedule selects partitions of a job that has none."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each selector without partitions."""
    for schedule in project.declarations.schedules.values():
        job = project.job(schedule.job)
        if schedule.partition_selector is None or job is None:
            continue
        if project.partitioning.of_job(job).is_partitioned is False:
            if job.type == "ops":
                why = "is an ops job and has no partitions; remove the selector"
            else:
                why = "has no partitions; give its assets partitions, or remove the selector"
            yield Problem(
                At((*schedule.route, "partition_selector")),
                f'schedule "{schedule.name}" sets partition_selector, but job "{job.name}" {why}',
            )
