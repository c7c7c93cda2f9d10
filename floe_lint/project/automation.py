"""Which assets run by themselves: the automation conditions that floe.yaml and the code set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from floe_lint.project.asset import Asset
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.declarations import AssetPattern
from floe_lint.project.patterns import matches


class PatternAutomation(NamedTuple):
    """A pattern's automation condition and the assets that have it from there, by their number in the catalog."""

    pattern: AssetPattern
    condition: str
    assets: tuple[int, ...]


def pattern_automation(catalog: AssetCatalog, patterns: Iterable[AssetPattern]) -> list[PatternAutomation]:
    """Every pattern that sets an automation condition. Of two that set one asset's the first holds."""
    setting = [pattern for pattern in patterns if "automation_condition" in pattern.settings]
    found: dict[str, list[int]] = {pattern.pattern: [] for pattern in setting}
    if setting:
        for number, asset in enumerate(catalog.assets):
            if asset.automation is not None:
                first = next(pattern for pattern in setting if matches(pattern.pattern, asset.key))
                found[first.pattern].append(number)
    return [
        PatternAutomation(pattern, pattern.settings["automation_condition"], tuple(found[pattern.pattern]))
        for pattern in setting
    ]


def may_be_automatic(asset: Asset) -> bool:
    """Whether an asset has an automation condition, or may have one by a variable without a value."""
    return asset.automation is not None or asset.own_automation or "automation_condition" in asset.unset


def has_own_automation(asset: Asset) -> bool:
    """Whether the automation condition that holds is the one in the asset's code: a pattern's would replace it."""
    return asset.own_automation and asset.automation is None and "automation_condition" not in asset.unset
