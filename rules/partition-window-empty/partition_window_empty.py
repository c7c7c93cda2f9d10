"""A time window never holds a partition, or does not hold one yet."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, owner


def check(project: Project) -> Iterator[Problem]:
    """One problem for each window without any partition; it is a warning if time will change that."""
    for entry, defect in project.partitioning.window_defects:
        if defect.kind == "end_not_after_start" or (defect.kind == "empty" and defect.field == "end"):
            message = f"{owner(entry.route)} has no partition: {defect.reason}"
            yield Problem(At((*entry.route, defect.field)), message)
        elif defect.kind == "empty":
            message = f"{owner(entry.route)} has no partition yet: {defect.reason.partition(':')[0]}"
            yield Problem(At((*entry.route, defect.field)), message, severity="warning")
