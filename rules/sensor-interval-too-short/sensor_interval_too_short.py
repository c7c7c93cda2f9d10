"""A sensor polls more often than Dagster does."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import SHORTEST_INTERVAL, At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each interval below ``SHORTEST_INTERVAL``."""
    for sensor in project.declarations.sensors.values():
        if sensor.interval is not None and sensor.interval < SHORTEST_INTERVAL:
            yield Problem(
                At((*sensor.route, "poll_interval_seconds")),
                f'sensor "{sensor.name}" polls every {sensor.interval} s, but Dagster evaluates sensors every '
                f"{SHORTEST_INTERVAL} s at most; use {SHORTEST_INTERVAL} or more",
            )
