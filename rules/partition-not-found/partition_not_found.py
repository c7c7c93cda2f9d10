"""An asset pattern names a partition set that is not defined."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, nearest, spelling


def check(project: Project) -> Iterator[Problem]:
    """One problem for each reference to a partition set that is not there."""
    if "partitions" in project.declarations.unreadable:
        return
    known = project.declarations.names("partitions")
    for edge in project.graph.dangling("partition"):
        near = nearest(edge.target.name, known)
        way_out = f'; did you mean "{near}"?' if near else "; define it under orchestration.partitions"
        yield Problem(
            edge.at,
            f'asset pattern "{edge.source.name}" uses partition "{edge.target.name}", which is not defined{way_out}',
            fix=spelling(edge.at, edge.target.name, near, known),
        )
