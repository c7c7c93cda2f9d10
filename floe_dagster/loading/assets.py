"""Assets of the Python modules, with what the patterns of floe.yaml set on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import ModuleType
from typing import Any

import dagster as dg

from floe_dagster.decorator import with_upstream
from floe_dagster.loading.automation import automation_condition, backfill_policy
from floe_lint.format.floe_yaml import AssetSettings
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.asset_patterns import settings_for

Partitions = Mapping[str, dg.PartitionsDefinition[Any]]


def module_assets(modules: Sequence[ModuleType]) -> list[Any]:
    """What ``load_assets_from_modules`` finds in the asset modules, each asset once."""
    return list(dg.load_assets_from_modules(modules)) if modules else []


def module_checks(modules: Sequence[ModuleType]) -> list[Any]:
    """The asset checks of the asset modules.

    Dagster is asked only of modules that hold some: it copies every asset of a module on the way.
    """
    holding = [module for module in modules if any(map(_holds_checks, vars(module).values()))]
    return list(dg.load_asset_checks_from_modules(holding)) if holding else []


def _holds_checks(value: Any) -> bool:
    items = value if isinstance(value, list) else [value]
    return any(isinstance(item, dg.AssetChecksDefinition) for item in items)


def settle(
    assets: Sequence[Any],
    patterns: Sequence[AssetSettings],
    partitions: Partitions,
    upstream: Mapping[str, Sequence[str]],
) -> list[Any]:
    """Apply the patterns, and the dependencies that tables imply (``upstream``: keys by key)."""

    def settled(spec: dg.AssetSpec) -> dg.AssetSpec:
        key = spec.key.to_user_string()
        changes = changes_for(key, patterns, partitions, spec.partitions_def)
        kind = changes.pop("kind", None)
        if kind is not None:
            spec = spec.merge_attributes(kinds={kind})
        return spec.replace_attributes(**changes) if changes else spec

    return [
        _with_policy(_after(asset, upstream).map_asset_specs(settled), patterns) if _is_run(asset) else asset
        for asset in assets
    ]


def _is_run(asset: Any) -> bool:
    """Whether runs materialize it: what is external or only observed keeps its own attributes."""
    return isinstance(asset, dg.AssetsDefinition) and asset.is_materializable


def _after(asset: dg.AssetsDefinition, upstream: Mapping[str, Sequence[str]]) -> dg.AssetsDefinition:
    if len(asset.keys) != 1:
        return asset
    implied = upstream.get(asset.key.to_user_string(), ())
    return with_upstream(asset, [dg.AssetKey.from_user_string(name) for name in implied])


def changes_for(
    key: str,
    patterns: Sequence[AssetSettings],
    partitions: Partitions,
    own: dg.PartitionsDefinition[Any] | None = None,
) -> dict[str, Any]:
    """The attributes that patterns set on one asset."""
    settings, _ = settings_for(key, patterns)
    changes: dict[str, Any] = {}
    if "partitions" in settings:
        own = changes["partitions_def"] = partitions[settings["partitions"]]
    if "group_name" in settings:
        changes["group_name"] = settings["group_name"]
    if "automation_condition" in settings:
        changes["automation_condition"] = automation_condition(settings["automation_condition"], own)
    if "compute_kind" in settings:
        changes["kind"] = settings["compute_kind"]
    return changes


def _with_policy(asset: dg.AssetsDefinition, patterns: Sequence[AssetSettings]) -> dg.AssetsDefinition:
    """The backfill policy belongs to a definition as a whole, not to one of its specs."""
    named = {settings_for(key.to_user_string(), patterns)[0].get("backfill_policy") for key in asset.keys}
    named.discard(None)
    if len(named) != 1:
        return asset
    return asset.with_attributes(backfill_policy=backfill_policy(str(named.pop())))


def implied_upstream(catalog: AssetCatalog) -> dict[str, list[str]]:
    """Dependencies by key that follow from tables: what an asset reads and another one writes."""
    found: dict[str, list[str]] = {}
    for asset in catalog.assets:
        implied = [dep.key for dep in asset.deps if dep.implied]
        if implied:
            found[asset.key] = implied
    return found
