"""The schema of platform.yaml."""

from __future__ import annotations

from typing import Any, Literal

from floe_lint.schema.fields import Boolean, Number, OpenRoot, PositiveInteger, ProfileName, Section, Text


class StorageProfile(Section):
    """Where files lie."""

    type: Literal["s3", "gcs", "azure", "local"]
    endpoint: Text | None = None
    region: Text | None = None
    bucket: Text | None = None
    path: Text | None = None
    path_style_access: Boolean | None = None
    credentials: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None


class CatalogProfile(Section):
    """Which catalog knows the tables."""

    type: Literal["polaris", "rest", "glue", "nessie", "hive", "sql"]
    uri: Text | None = None
    warehouse: Text | None = None
    namespace: Text | None = None
    credentials: dict[str, Any] | None = None
    properties: dict[str, Any] | None = None


class ComputeProfile(Section):
    """Which engine runs dbt."""

    type: Text
    properties: dict[str, Any] | None = None
    credentials: dict[str, Any] | None = None


class Layer(Section):
    """A layer of the lakehouse."""

    storage_ref: ProfileName = "default"
    catalog_ref: ProfileName = "default"
    namespace: Text | None = None
    retention_days: PositiveInteger | None = None


class PlatformObservability(Section):
    """Where traces and lineage are sent."""

    otlp_endpoint: Text | None = None
    lineage_endpoint: Text | None = None
    attributes: dict[str, Text | Number | Boolean] | None = None
    credentials: dict[str, Any] | None = None


class Execution(Section):
    """Which Dagster executor runs the steps."""

    type: Literal["in_process", "multiprocess", "docker", "kubernetes", "celery", "celery_kubernetes", "dask"]
    config: dict[str, Any] | None = None


class PlatformFile(OpenRoot):
    """A platform.yaml: what platform engineers declare."""

    version: Text | None = None
    storage: dict[str, StorageProfile] | None = None
    catalogs: dict[str, CatalogProfile] | None = None
    compute: dict[str, ComputeProfile] | None = None
    layers: dict[str, Layer] | None = None
    observability: PlatformObservability | None = None
    execution: Execution | None = None
    infrastructure: Any = None
    security: Any = None
    governance: Any = None
