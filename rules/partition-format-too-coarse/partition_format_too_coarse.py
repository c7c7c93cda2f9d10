"""The format of a time window gives several partitions one key."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.problem import At, Problem
from floe_lint.project.project import Project
from floe_lint.schema.owner import owner


def check(project: Project) -> Iterator[Problem]:
    """One problem for each ``fmt`` that does not tell partitions apart."""
    for entry, defect in project.partitioning.window_defects:
        if defect.kind == "fmt_too_coarse":
            yield Problem(
                At((*entry.route, "fmt")),
                f"{owner(entry.route)}: {defect.reason}, or leave fmt out",
            )
