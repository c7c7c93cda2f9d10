"""A list of partition keys is empty, or holds a key that Dagster refuses."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, owner


def check(project: Project) -> Iterator[Problem]:
    """One problem for each wrong key, or for an empty list."""
    for entry, defect in project.partitioning.key_defects:
        route = (*entry.route, "partition_keys")
        at = At(route if defect.position is None else (*route, defect.position))
        yield Problem(at, f"{owner(entry.route)}: {defect.reason}")
