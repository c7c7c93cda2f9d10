"""A schedule, sensor or backfill names a job that is not defined."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, nearest, spelling


def check(project: Project) -> Iterator[Problem]:
    """One problem for each reference to a job that is not there."""
    if "jobs" in project.declarations.unreadable:
        return
    jobs = project.declarations.names("jobs")
    for edge in project.graph.dangling("job"):
        name = edge.target.name
        near = nearest(name, jobs)
        if near is not None:
            way_out = f'; did you mean "{near}"?'
        elif jobs:
            way_out = "; define it under orchestration.jobs, or name one of the defined jobs"
        else:
            way_out = "; define it under orchestration.jobs"
        yield Problem(
            edge.at,
            f'{edge.source.kind} "{edge.source.name}" {edge.kind} job "{name}", which is not defined{way_out}',
            fix=spelling(edge.at, name, near, jobs),
        )
