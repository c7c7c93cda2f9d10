"""Which assets run by themselves: the automation conditions that floe.yaml and the code set."""

from __future__ import annotations

from collections.abc import Iterable

from floe_lint.format.floe_yaml import AssetSettings
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.asset_patterns import matches

SENSOR_NAME = "floe_automation"
"""The sensor that the loader adds where floe.yaml sets an automation condition."""


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
