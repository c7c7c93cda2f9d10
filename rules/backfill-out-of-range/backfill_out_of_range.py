"""The range of a backfill goes beyond the partitions."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each bound beyond the first or last partition."""
    for problem in project.partitioning.backfill_problems:
        if problem.kind == "outside":
            yield Problem(
                At(problem.route),
                f'backfill "{problem.backfill.name}" {problem.bound}s outside partitions "{problem.partitions}": '
                f"{problem.reason}",
            )
