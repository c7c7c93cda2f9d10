"""Schedules that run more often than allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from floe_lint.rules import At, Problem, Project, nodes_of


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each schedule with two times that are too close; one that is off does not run."""
    least = options["minutes"]
    for node in nodes_of(project, "schedules"):
        minutes = node.values.get("least_minutes")
        if minutes is not None and minutes < least and node.values.get("enabled") is not False:
            assert isinstance(node.at, At)
            yield Problem(
                At((*node.at.route, "cron_schedule")),
                f"{node.label} has runs {_minutes(minutes)} apart; at least {_minutes(least)} must lie between two",
            )


def _minutes(number: float) -> str:
    return "1 minute" if number == 1 else f"{number:g} minutes"
