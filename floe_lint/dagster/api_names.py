"""Names of Dagster's Python API that matter to what a module defines."""

from __future__ import annotations

SEVERAL = frozenset(["multi_asset", "graph_multi_asset", "multi_observable_source_asset"])
"""Decorators that make as many assets as their ``specs`` or ``outs`` say."""

DECORATORS = SEVERAL | {"asset", "graph_asset", "observable_source_asset", "dbt_assets"}
"""Decorators that make assets of a function; ``dbt_assets`` is that of ``dagster_dbt``."""

GRAPHS = frozenset(["graph_asset", "graph_multi_asset"])
"""Decorators whose function puts ops together, and is run when the module is loaded."""

SPECS = frozenset(["AssetSpec", "SourceAsset"])
ASSET_CLASSES = frozenset(["AssetsDefinition", "CacheableAssetsDefinition", "SourceAsset"])
"""Classes whose instances are loaded as assets, or as what makes them (``load_assets_from_modules``)."""

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
OPS = frozenset(["op", "graph"])
"""Decorators of functions that are called within graphs."""

RESOURCE_CLASSES = frozenset(
    [
        "ConfigurableIOManager",
        "ConfigurableIOManagerFactory",
        "ConfigurableLegacyIOManagerAdapter",
        "ConfigurableLegacyResourceAdapter",
        "ConfigurableResource",
        "ConfigurableResourceFactory",
        "FilesystemIOManager",
        "IOManagerDefinition",
        "InputManagerDefinition",
        "PipesSubprocessClient",
        "ResourceDefinition",
        "ResourceParam",
        "TreatAsResourceParam",
    ]
)
"""Dagster's types of parameters that get a resource (``dagster._core.definitions.resource_annotation``)."""

RESOURCE_MARK = "resource_param"
"""What ``Annotated`` says of such a parameter: ``ResourceParam[T]`` is ``Annotated[T, "resource_param"]``."""

_OF_INTEGRATIONS = frozenset(["build_sling_assets", "dbt_assets", "define_dagstermill_asset"])
_OF_INNER_MODULES = frozenset(
    [
        "CacheableAssetsDefinition",
        "ConfigurableLegacyResourceAdapter",
        "ConfigurableResourceFactory",
        "external_asset_from_spec",
        "external_assets_from_specs",
        "TreatAsResourceParam",
    ]
)
"""Names that ``dagster`` itself does not bind, or not any more."""

EXPORTED = (DECORATORS | SPECS | FACTORIES | RECORDS | RESOURCE_CLASSES) - _OF_INTEGRATIONS - _OF_INNER_MODULES | {
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
"""What ``from dagster import *`` binds, as far as it matters here."""


def is_dagster(origin: str) -> bool:
    """Whether a dotted name is of Dagster or of its integrations."""
    top = origin.partition(".")[0]
    return top == "dagster" or top.startswith("dagster_")


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


def is_resource_class(origin: str) -> bool:
    """Whether a dotted name, of Dagster or of an integration, is a type of parameters that get a resource."""
    name = last(origin)
    if name in RESOURCE_CLASSES or origin.startswith("dagster."):
        return name in RESOURCE_CLASSES
    # DbtCliResource, DuckDBPandasIOManager, PipesDatabricksClient and their like.
    return name.endswith(("Resource", "IOManager")) or (name.startswith("Pipes") and name.endswith("Client"))
