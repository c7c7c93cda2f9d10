"""What ``import floe_dagster`` offers by name."""

from __future__ import annotations

HOMES = {"FloeDefinitions": "floe_dagster.definitions", "floe_asset": "floe_dagster.decorator"}
"""The names of the loader, and the modules that define them."""

MODULES = frozenset(
    """
artifacts catalog catalog_errors commands dbt_plugin decorator definitions loading metadata observability
platform_profile project resources secrets storage
""".split()
)
EXPORTS = MODULES.union(HOMES)
