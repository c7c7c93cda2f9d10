"""A sensor watches an asset that does not exist."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, nearest, spelling


def check(project: Project) -> Iterator[Problem]:
    """One problem for each watched asset that is not there; none where assets may be unknown."""
    if not project.catalog.complete:
        return
    for edge in project.graph.dangling("asset"):
        if edge.kind != "watches":
            continue
        name = edge.target.name
        near = nearest(name, project.catalog.by_key)
        way_out = f'; did you mean "{near}"?' if near else "; no asset module and no dbt model defines it"
        yield Problem(
            edge.at,
            f'sensor "{edge.source.name}" watches asset "{name}", which does not exist{way_out}',
            fix=spelling(edge.at, name, near, project.catalog.by_key),
        )
