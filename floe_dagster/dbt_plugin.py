"""A dbt-duckdb plugin that gives dbt the tables of the project's catalog: sources with ``meta: {plugin: iceberg}``.

Unlike dbt-duckdb's own ``iceberg`` plugin it is configured with references to secrets, so that a generated
profile holds none, and it knows the layers of platform.yaml.
"""

from __future__ import annotations

from functools import wraps
from threading import RLock
from typing import Any

from dbt.adapters.duckdb.environments.local import LocalEnvironment
from dbt.adapters.duckdb.plugins import BasePlugin
from dbt.adapters.duckdb.utils import SourceConfig

from floe_dagster.resources import CatalogResource

_OPTIONS = {
    "limit": "limit",
    "snapshot_id": "snapshot_id",
    "selected_fields": "columns",
    "row_filter": "where",
}
"""Settings of a source as dbt-duckdb's plugin names them, and as ``read_table`` does."""


class Plugin(BasePlugin):
    """Loads sources through ``CatalogResource``; its configuration is that of the resource."""

    def initialize(self, plugin_config: dict[str, Any]) -> None:
        """Make the resource; the catalog is contacted when the first table is wanted."""
        load_sources_in_turn()
        self._catalog = CatalogResource(**plugin_config)

    def load(self, source_config: SourceConfig) -> Any:
        """The table that a source stands for: ``iceberg_table`` of its meta, else ``schema.identifier``.

        Raises what ``CatalogResource.read_table`` raises; dbt shows it with the model.
        """
        settings: dict[str, Any] = source_config.as_dict()
        name = str(settings.get("iceberg_table", "{schema}.{identifier}")).format(**settings)
        options = {ours: settings[theirs] for theirs, ours in _OPTIONS.items() if theirs in settings}
        return self._catalog.read_table(name, **options).arrow


def load_sources_in_turn() -> None:
    """Let the threads of dbt load sources one after the other.

    dbt-duckdb makes the schema and the table of a source without a lock. With ``threads: 2`` two models that start
    together fail with DuckDB's "Catalog write-write conflict on create".
    """
    load = LocalEnvironment.load_source
    if hasattr(load, "__wrapped__"):
        return
    lock = RLock()

    @wraps(load)
    def load_source(self: LocalEnvironment, plugin_name: str, source_config: SourceConfig) -> None:
        with lock:
            load(self, plugin_name, source_config)

    LocalEnvironment.load_source = load_source  # type: ignore[method-assign]
