"""A job holds assets with different partitions."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.problem import At, Problem, Related
from floe_lint.project.project import Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each job that Dagster would refuse."""
    if not project.declarations.partitions:
        return
    for job in project.declarations.jobs.values():
        clash = project.partitioning.clash(job)
        if clash is not None:
            named = [f'"{asset.key}" (partitions "{own.name}")' for asset, own in clash]
            yield Problem(
                At((*job.route, "selection")),
                f'job "{job.name}" selects {named[0]} and {named[1]}, whose partitions differ; '
                "make a job of each, or give them the same partitions",
                related=tuple(
                    Related(At((*own.pattern.route, "partitions")), f'partitions of "{asset.key}"')
                    for asset, own in clash
                    if own.pattern is not None
                ),
            )
