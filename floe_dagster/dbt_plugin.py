"""A dbt-duckdb plugin that gives dbt the tables of the project's catalog: sources with ``meta: {plugin: iceberg}``.

Unlike dbt-duckdb's own ``iceberg`` plugin it is configured with references to secrets, so that a generated
profile holds none, and it knows the layers of platform.yaml.
"""

from __future__ import annotations

from typing import Any

from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import SourceConfig

from floe_dagster.resources import CatalogResource

_OPTIONS = ("limit", "snapshot_id")


class Plugin(BasePlugin):
    """Loads sources through ``CatalogResource``; its configuration is that of the resource."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the resource; the catalog is contacted when the first table is wanted."""
        self._catalog = CatalogResource(**plugin_config)

    def load(self, source_config: SourceConfig) -> Any:
        """The table that a source stands for: ``iceberg_table`` of its meta, else ``schema.identifier``.

        Raises what ``CatalogResource.read_table`` raises; dbt shows it with the model.
        """
        pattern = str(source_config.get("iceberg_table", "{schema}.{identifier}"))
        name = pattern.format(**source_config.as_dict())
        options = {key: source_config.get(key) for key in _OPTIONS if source_config.get(key) is not None}
        columns = source_config.get("selected_fields")
        where = source_config.get("row_filter")
        return self._catalog.read_table(name, columns=columns, where=where, **options).arrow
