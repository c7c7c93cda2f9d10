"""The range of a backfill ends before it starts."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each reversed range."""
    for problem in project.partitioning.backfill_problems:
        if problem.kind == "reversed":
            yield Problem(
                At(problem.route),
                f'backfill "{problem.backfill.name}" is reversed: {problem.reason}; swap start and end',
            )
