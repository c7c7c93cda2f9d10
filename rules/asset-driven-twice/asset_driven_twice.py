"""Assets that both a schedule and an automation condition run."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.dagster.selection.reach import members
from floe_lint.findings.problem import At, Problem, Related
from floe_lint.format.floe_yaml import Schedule
from floe_lint.kernel.positions import Place
from floe_lint.project.automation import has_own_automation, pattern_automation
from floe_lint.project.project import Project

_MOST = 3


def check(project: Project) -> Iterator[Problem]:
    """One problem for each automation condition and each schedule that share assets."""
    catalog, selected = project.catalog, project.selected
    driven = [
        (schedule, selected.certain(job))
        for schedule in project.declarations.schedules.values()
        if schedule.enabled and (job := project.job(schedule.job)) is not None
    ]
    if not driven:
        return
    for setting in pattern_automation(catalog, project.declarations.patterns):
        mask = selected.index.mask(setting.assets)
        at = At((*setting.pattern.route, "automation_condition"))
        name = f'"{setting.condition}" of "{setting.pattern.name}"'
        for schedule, materialized in driven:
            if mask & materialized:
                yield _problem(project, at, name, schedule, mask & materialized)
    for number, asset in enumerate(catalog.assets):
        if has_own_automation(asset) and asset.place is not None:
            for schedule, materialized in driven:
                if materialized >> number & 1:
                    yield _problem(project, asset.place, "in its code", schedule, 1 << number)


def _problem(project: Project, at: At | Place, condition: str, schedule: Schedule, mask: int) -> Problem:
    numbers = members(mask)
    names = ", ".join(f'"{project.catalog.assets[number].key}"' for number in numbers[:_MOST])
    if len(numbers) > _MOST:
        names += f" and {len(numbers) - _MOST} more"
    return Problem(
        at,
        f'both schedule "{schedule.name}" and the automation condition {condition} run {names}',
        help="what one of them has just made, the other may make again; leave the assets to one of the two",
        related=(Related(At((*schedule.route, "job")), f'schedule "{schedule.name}" runs job "{schedule.job}"'),),
    )
