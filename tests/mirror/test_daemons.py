"""What runs by itself is what Dagster runs; ``tests/project/test_triggers.py`` compares what eager assets do."""

from __future__ import annotations

from dagster._daemon.sensor import MIN_INTERVAL_LOOP_TIME

from floe_lint.dagster.daemons import SHORTEST_INTERVAL


def test_the_shortest_interval_of_sensors() -> None:
    assert SHORTEST_INTERVAL == MIN_INTERVAL_LOOP_TIME
