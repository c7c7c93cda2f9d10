"""Which assets run by themselves: the automation conditions that floe.yaml and the code set."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence, Set

from floe_lint.dagster.selection.reach import Reach, members, transpose
from floe_lint.format.floe_yaml import AssetSettings
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.asset import Asset
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.asset_patterns import matches


class PatternAutomation(NamedTuple):
    """A pattern's automation condition and the assets that have it from there, by their number in the catalog."""

    pattern: AssetSettings
    condition: str
    assets: tuple[int, ...]


def pattern_automation(catalog: AssetCatalog, patterns: Iterable[AssetSettings]) -> list[PatternAutomation]:
    """Every pattern that sets an automation condition. Of two that set one asset's the first holds."""
    setting = [pattern for pattern in patterns if "automation_condition" in pattern.settings]
    found: dict[str, list[int]] = {pattern.name: [] for pattern in setting}
    if setting:
        for number, asset in enumerate(catalog.assets):
            if asset.automation is not None:
                first = next(pattern for pattern in setting if matches(pattern.name, asset.key))
                found[first.name].append(number)
    return [
        PatternAutomation(pattern, pattern.settings["automation_condition"], tuple(found[pattern.name]))
        for pattern in setting
    ]


def may_be_automatic(asset: Asset) -> bool:
    """Whether an asset has an automation condition, or may have one by a variable without a value."""
    return asset.automation is not None or asset.own_automation or "automation_condition" in asset.unset


def has_own_automation(asset: Asset) -> bool:
    """Whether the automation condition that holds is the one in the asset's code: a pattern's would replace it."""
    return asset.own_automation and asset.automation is None and "automation_condition" not in asset.unset


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
