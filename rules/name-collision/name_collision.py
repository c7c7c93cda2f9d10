"""Two things have a name that Dagster wants to be one thing's."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import SENSOR_NAME, At, Place, Problem, Project, Related, op_name


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
        if name == SENSOR_NAME and any("automation_condition" in p.settings for p in declarations.patterns):
            yield Problem(
                At(sensor.route, key=True),
                f'sensor "{name}" has the name of the sensor that evaluates automation conditions; rename it',
            )
    ops = dict(_ops(project))
    for name, job in declarations.jobs.items():
        if name in ops:
            what, place = ops[name]
            yield Problem(
                At(job.route, key=True),
                f'job "{name}" has the name of {what}, which Dagster refuses; rename the job',
                related=() if place is None else (Related(place, what.replace("an ", "the ", 1)),),
            )


def _ops(project: Project) -> Iterator[tuple[str, tuple[str, Place | None]]]:
    """The names of ops, which jobs may not have: a multi-asset has one, its assets have none, and neither do models."""
    for module in project.catalog.modules:
        for asset in module.facts.assets if module.facts is not None else ():
            if asset.op is not None:
                name, place = asset.op
                yield name, ("an op that makes several assets", place)
            elif asset.key is not None and asset.named and asset.named[0].argument != "output":
                yield op_name("/".join(asset.key)), ("an asset", asset.place)
    dbt = project.declarations.dbt
    if dbt is not None and dbt.observability_level == "job_level":
        for whole in project.catalog.assets:
            if whole.origin == "dbt":
                yield op_name(whole.key), ("an asset", whole.place)
