"""A cron expression names days that no calendar has."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, cron_defects


def check(project: Project) -> Iterator[Problem]:
    """One problem for each expression without any time."""
    for cron, defect in cron_defects(project, "never"):
        yield Problem(
            At(cron.route, part=project.floe.part_of(cron.route, cron.text, defect.part)),
            f'{cron.owner} has cron "{cron.text}": {defect.reason}',
        )
