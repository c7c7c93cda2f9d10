"""Names of Dagster's Python API that matter to what a module defines."""

from __future__ import annotations

SINGLE = frozenset(["asset", "floe_asset", "graph_asset", "observable_source_asset"])
"""Decorators that make one asset of a function."""

SEVERAL = frozenset(["multi_asset", "graph_multi_asset", "multi_observable_source_asset"])
"""Decorators that make as many assets as their ``specs`` or ``outs`` say."""

DECORATORS = SINGLE | SEVERAL | {"dbt_assets"}
SPECS = frozenset(["AssetSpec", "SourceAsset"])

FACTORIES = frozenset(
    [
        "AssetsDefinition",
        "CacheableAssetsDefinition",
        "build_sling_assets",
        "define_dagstermill_asset",
        "external_assets_from_specs",
        "external_asset_from_spec",
        "load_assets_from_current_module",
        "load_assets_from_modules",
        "load_assets_from_package_module",
        "load_assets_from_package_name",
        "map_asset_specs",
        "with_resources",
    ]
)
"""Functions and classes whose result only running them would tell."""

RECORDS = frozenset(["AssetDep", "AssetIn", "AssetOut"])
RESOURCE_BASES = frozenset(
    [
        "ConfigurableIOManager",
        "ConfigurableIOManagerFactory",
        "ConfigurableLegacyIOManagerAdapter",
        "ConfigurableLegacyResourceAdapter",
        "ConfigurableResource",
        "ConfigurableResourceFactory",
        "IOManagerDefinition",
        "PipesClient",
        "ResourceDefinition",
        "ResourceParam",
    ]
)

EXPORTED = (
    DECORATORS - {"floe_asset", "dbt_assets"}
    | SPECS
    | FACTORIES
    | RECORDS
    | RESOURCE_BASES
    | {
        "AssetKey",
        "AssetExecutionContext",
        "Config",
        "Definitions",
        "asset_check",
        "graph",
        "job",
        "op",
        "sensor",
    }
)
"""What ``from dagster import *`` binds, as far as it matters here."""


def is_dagster(origin: str) -> bool:
    """Whether a dotted name is of Dagster, of its integrations, or of the loader."""
    top = origin.partition(".")[0]
    return top in ("dagster", "floe_dagster") or top.startswith("dagster_")


def last(origin: str) -> str:
    """The last part of a dotted name."""
    return origin.rpartition(".")[2]


def makes_assets(origin: str) -> bool:
    """Whether what a dotted name stands for makes assets, or is a class of them."""
    if not is_dagster(origin):
        return False
    name = last(origin)
    if name in DECORATORS or name in SPECS or name in FACTORIES or ".AssetsDefinition." in origin:
        return True
    # sling_assets, fivetran_assets, load_airbyte_cloud_asset_specs and their like.
    return origin.startswith("dagster_") and "asset" in name and name == name.lower()


def says_assets_module(name: str) -> bool:
    """Whether the name of a module speaks of assets."""
    return "asset" in name.lower()
