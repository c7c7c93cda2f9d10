"""Jobs with more assets than allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from floe_lint.rules import At, Problem, Project


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each such job, at its selection."""
    most = options["assets"]
    for job in project.declarations.jobs.values():
        count = bin(project.selected.certain(job)).count("1") if job.type == "batch" else 0
        if count > most:
            yield Problem(
                At((*job.route, "selection")),
                f'job "{job.name}" materializes {count} assets; a job may have {most:g}, make several of it',
            )
