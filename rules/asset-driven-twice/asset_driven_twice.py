"""Assets that both a schedule and an automation condition run."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Place, Problem, Project, Related, Schedule, pattern_automation

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
        if asset.is_automatic_by_code and asset.place is not None:
            for schedule, materialized in driven:
                if materialized >> number & 1:
                    yield _problem(project, asset.place, "in its code", schedule, 1 << number)


def _problem(project: Project, at: At | Place, condition: str, schedule: Schedule, mask: int) -> Problem:
    assets = project.selected.assets_of(mask)
    names = ", ".join(f'"{asset.key}"' for asset in assets[:_MOST])
    if len(assets) > _MOST:
        names += f" and {len(assets) - _MOST} more"
    return Problem(
        at,
        f'both schedule "{schedule.name}" and the automation condition {condition} run {names}',
        help="what one of them has just made, the other may make again; leave the assets to one of the two",
        related=(Related(At((*schedule.route, "job")), f'schedule "{schedule.name}" runs job "{schedule.job}"'),),
    )
