"""An asset sensor that watches what its own job materializes."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, Route


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such sensor; none where it is part of a loop, which is worse."""
    for sensor in project.declarations.sensors.values():
        rebuilt = list(dict.fromkeys(project.triggers.rebuilt(sensor)))
        if not rebuilt or sensor.name in project.triggers.looping:
            continue
        route: Route = (*sensor.route, "watched_assets")
        if len(rebuilt) == 1:
            route = (*route, sensor.watched_assets.index(rebuilt[0]))
        names = ", ".join(f'"{name}"' for name in rebuilt)
        yield Problem(
            At(route),
            f'sensor "{sensor.name}" watches what its own job "{sensor.job}" materializes: {names}',
            help="plain Dagster would run the job again and again; the floe loader passes over the sensor's own runs",
        )
