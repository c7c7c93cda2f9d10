"""Jobs that materialize every asset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from floe_lint.rules import At, Problem, Project, accident


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each such job, at its selection."""
    for job in project.declarations.jobs.values():
        if job.type != "batch" or any(fnmatchcase(job.name, glob) for glob in options["allowed"]):
            continue
        every = project.selected.index.materializable
        count = bin(every).count("1")
        selected = count > 1 and project.catalog.complete and project.selected.certain(job) == every
        if selected and accident(job, project.selected) is None:
            yield Problem(
                At((*job.route, "selection")),
                f'job "{job.name}" materializes all {count} assets of the project; select those that it is for',
            )
