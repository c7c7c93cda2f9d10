"""A job that selects every asset by accident."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, accident


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such job, at what makes it select everything."""
    for job in project.declarations.jobs.values():
        found = accident(job, project.selected) if job.type == "batch" else None
        if found is not None:
            yield Problem(
                found.term.at(project.floe, found.start, found.end),
                f'job "{job.name}" selects every asset: {found.message}',
                help=found.help,
            )
