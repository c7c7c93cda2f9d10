"""A cron expression is one that Dagster refuses."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, cron_defects


def check(project: Project) -> Iterator[Problem]:
    """One problem for each expression that cannot be loaded."""
    for cron, defect in cron_defects(project, "invalid"):
        yield Problem(
            At(cron.route, part=project.floe.part_of(cron.route, cron.text, defect.part)),
            f'{cron.owner} has cron "{cron.text}", which Dagster refuses: {defect.reason}',
        )
