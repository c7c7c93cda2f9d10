"""A bound of a backfill is not a partition key."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each bound that is no key."""
    for problem in project.partitioning.backfill_problems:
        if problem.kind in ("wrong_form", "unknown_key", "no_time_dimension"):
            yield Problem(
                At(problem.route),
                f'backfill "{problem.backfill.name}" {problem.bound}s at no partition of "{problem.partitions}": '
                f"{problem.reason}",
            )
