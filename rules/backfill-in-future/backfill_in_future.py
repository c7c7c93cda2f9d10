"""The range of a backfill reaches into the future."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each bound that does not exist yet."""
    for problem in project.partitioning.backfill_problems:
        if problem.kind == "future":
            # Which one is the last changes with the clock, so it is no part of the message.
            what, _, last = problem.reason.partition("; ")
            yield Problem(
                At(problem.route),
                f'backfill "{problem.backfill.name}" {problem.bound}s in the future: {what} '
                f'in partitions "{problem.partitions}"',
                help=last or None,
            )
