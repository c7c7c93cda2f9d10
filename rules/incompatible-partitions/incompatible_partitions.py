"""A job holds assets with different partitions."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, PartitionedAsset, Problem, Project, Related


def check(project: Project) -> Iterator[Problem]:
    """One problem for each job that Dagster would refuse."""
    if not project.declarations.partitions and not any(asset.own_partitions for asset in project.catalog.assets):
        return
    for job in project.declarations.jobs.values():
        clash = project.partitioning.clash(job)
        if clash is not None:
            members = clash.first, clash.second
            first, second = map(_shown, members)
            yield Problem(
                At((*job.route, "selection")),
                f'job "{job.name}" selects {first} and {second}, whose partitions differ in {clash.field}; '
                "make a job of each, or give them the same partitions",
                related=tuple(related for member in members for related in _related(member)),
            )


def _shown(member: PartitionedAsset) -> str:
    asset, own = member
    kind = own.in_code.made_by if own.in_code is not None else f'partitions "{own.name}"'
    return f'"{asset.key}" ({kind})'


def _related(member: PartitionedAsset) -> Iterator[Related]:
    asset, own = member
    place = asset.place if own.pattern is None else At((*own.pattern.route, "partitions"))
    if place is not None:
        yield Related(place, f'partitions of "{asset.key}"')
