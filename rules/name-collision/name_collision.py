"""Two things have a name that Dagster wants to be one thing's."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.problem import At, Problem, Related
from floe_lint.project.project import Project

AUTOMATION_SENSOR = "floe_automation"
"""The sensor that the loader adds where an automation condition is set."""


def check(project: Project) -> Iterator[Problem]:
    """One problem for each name that is taken."""
    declarations = project.declarations
    for name, sensor in declarations.sensors.items():
        schedule = declarations.schedules.get(name)
        if schedule is not None:
            yield Problem(
                At(sensor.route, key=True),
                f'sensor "{name}" has the name of a schedule, which Dagster refuses; rename one of them',
                related=(Related(At(schedule.route, key=True), "the schedule"),),
            )
        if name == AUTOMATION_SENSOR and any("automation_condition" in p.settings for p in declarations.patterns):
            yield Problem(
                At(sensor.route, key=True),
                f'sensor "{name}" has the name of the sensor that evaluates automation conditions; rename it',
            )
    assets = {key.replace("/", "__"): asset for key, asset in project.catalog.by_key.items() if not asset.external}
    for name, job in declarations.jobs.items():
        asset = assets.get(name)
        if asset is not None:
            yield Problem(
                At(job.route, key=True),
                f'job "{name}" has the name of an asset, which Dagster refuses; rename the job',
                related=() if asset.place is None else (Related(asset.place, "the asset"),),
            )
