"""A backfill names a job without partitions."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such backfill."""
    for backfill, job in project.partitioning.unpartitioned_backfills:
        if job.type == "ops":
            why = "is an ops job and has no partitions"
        else:
            why = "has no partitions; give its assets partitions, or run it without a backfill"
        yield Problem(At((*backfill.route, "job")), f'backfill "{backfill.name}" runs job "{job.name}", which {why}')
