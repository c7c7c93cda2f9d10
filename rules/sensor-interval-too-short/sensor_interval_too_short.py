"""A sensor polls more often than Dagster does."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import SHORTEST_INTERVAL, At, Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each interval below ``SHORTEST_INTERVAL``."""
    for sensor in project.declarations.sensors.values():
        seconds = sensor.poll_interval_seconds
        if seconds is not None and seconds < SHORTEST_INTERVAL:
            yield Problem(
                At((*sensor.route, "poll_interval_seconds")),
                f'sensor "{sensor.name}" polls every {seconds} s, but Dagster evaluates sensors every '
                f"{SHORTEST_INTERVAL} s at most; use {SHORTEST_INTERVAL} or more",
            )
