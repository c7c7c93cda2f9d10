"""A cron expression holds a random value."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, cron_defects


def check(project: Project) -> Iterator[Problem]:
    """One problem for each random expression."""
    for cron, defect in cron_defects(project, "random"):
        yield Problem(
            At(cron.route, part=project.floe.part_of(cron.route, cron.text, defect.part)),
            f'{cron.owner} has cron "{cron.text}": {defect.reason}',
        )
