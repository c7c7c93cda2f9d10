"""What Dagster's daemons start by themselves: how often they look at sensors, and what eager assets do after a run."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence, Set

from floe_lint.dagster.selection.reach import Reach, members, transpose

SHORTEST_INTERVAL = 5
"""Seconds between two rounds of the daemon that evaluates sensors (``MIN_INTERVAL_LOOP_TIME``)."""


def eager_after(reach: Reach, eager: Set[int], runs: Sequence[int]) -> list[int]:
    """For every asset, the runs after which it materializes because it is eager: bit *j* stands for ``runs[j]``.

    A run is the set of assets that it materializes. Dagster passes over the update of an upstream asset if the
    same run materializes the eager asset too (``AutomationCondition.any_deps_updated``); an update by automation
    counts for everything below it. In a ring of assets, which Dagster refuses, not all may be found.
    """
    if not eager:
        return [0] * reach.size
    materialized = transpose(runs, reach.size)
    automatic = [0] * reach.size
    for ring in reach.rings:
        for asset in ring:
            if asset in eager:
                by_run = by_automation = 0
                for above in reach.following("up", asset):
                    by_run |= materialized[above]
                    by_automation |= automatic[above]
                automatic[asset] = by_run & ~materialized[asset] | by_automation
    return automatic


def eager_path(reach: Reach, eager: Set[int], run: int, asset: int) -> list[int]:
    """A shortest way from an asset that a run materializes to an eager one that follows, as in ``eager_after``."""
    materialized = set(members(run))
    causes: dict[int, tuple[int, bool]] = {}
    waiting = deque((number, False) for number in sorted(materialized))
    while waiting and asset not in causes:
        number, automatic = waiting.popleft()
        for below in reach.following("down", number):
            if below in eager and below not in causes and (automatic or below not in materialized):
                causes[below] = (number, automatic)
                waiting.append((below, True))
    path = [asset]
    automatic = True
    while automatic:
        above, automatic = causes[path[-1]]
        path.append(above)
    return path[::-1]
