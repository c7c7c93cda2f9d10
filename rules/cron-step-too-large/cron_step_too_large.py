"""A step in a cron expression is larger than its field."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, cron_defects


def check(project: Project) -> Iterator[Problem]:
    """One problem for each step that leaves one value."""
    for cron, defect in cron_defects(project, "large_step"):
        yield Problem(
            At(cron.route, part=project.floe.part_of(cron.route, cron.text, defect.part)),
            f'{cron.owner} has cron "{cron.text}": {defect.reason}',
        )
