"""A sensor polls more often than Dagster does."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.findings.problem import At, Problem
from floe_lint.project.project import Project

SHORTEST = 5
"""Seconds between two rounds of Dagster's sensor daemon (``MIN_INTERVAL_LOOP_TIME``)."""


def check(project: Project) -> Iterator[Problem]:
    """One problem for each interval below ``SHORTEST``."""
    for sensor in project.declarations.sensors.values():
        seconds = sensor.poll_interval_seconds
        if seconds is not None and seconds < SHORTEST:
            yield Problem(
                At((*sensor.route, "poll_interval_seconds")),
                f'sensor "{sensor.name}" polls every {seconds} s, but Dagster evaluates sensors every '
                f"{SHORTEST} s at most; use {SHORTEST} or more",
            )
