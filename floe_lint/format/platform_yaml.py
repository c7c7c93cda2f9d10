"""The schema of platform.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from floe_lint.format.field_types import UNUSED, Boolean, Number, OpenRoot, PositiveInteger, ProfileName, Section, Text


class StorageProfile(Section):
    """Where files lie."""

    type: Literal["s3", "gcs", "azure", "local"]
    """The kind of storage."""
    endpoint: Text | None = None
    """The address of the service."""
    region: Text | None = None
    """The region of the bucket."""
    bucket: Text | None = None
    """The bucket."""
    container: Text | None = None
    """The container, of Azure storage."""
    account: Text | None = None
    """The account, of Azure storage."""
    project_id: Text | None = None
    """The project, of Google storage."""
    prefix: Text | None = None
    """The same as `path`, within a bucket or container."""
    path: Text | None = None
    """The folder, of local storage or within the bucket."""
    path_style_access: Boolean | None = None
    """Whether the bucket stands in the path of an address and not in its host."""
    credentials: dict[str, Any] | None = None
    """References to secrets, never the secrets."""
    properties: dict[str, Any] | None = None
    """Further properties of the storage."""


class CatalogProfile(Section):
    """Which catalog knows the tables."""

    type: Literal["polaris", "rest", "glue", "nessie", "hive", "sql"]
    """The kind of catalog."""
    uri: Text | None = None
    """The address of the catalog."""
    warehouse: Text | None = None
    """The warehouse within the catalog."""
    region: Text | None = None
    """The region of the catalog."""
    namespace: Text | None = None
    """The namespace of tables that name none."""
    credentials: dict[str, Any] | None = None
    """References to secrets, never the secrets."""
    properties: dict[str, Any] | None = None
    """Further properties of the catalog."""


class ComputeProfile(Section):
    """Which engine runs dbt."""

    type: Text
    """The engine, e.g. duckdb."""
    properties: dict[str, Any] | None = None
    """Properties of the engine."""
    credentials: dict[str, Any] | None = None
    """References to secrets, never the secrets."""


class Layer(Section):
    """A layer of the lakehouse."""

    storage_ref: ProfileName = "default"
    """The storage profile of the layer."""
    catalog_ref: ProfileName = "default"
    """The catalog profile of the layer."""
    namespace: Text | None = None
    """The namespace of the layer's tables."""
    retention_days: Annotated[PositiveInteger | None, UNUSED] = None
    """How many days snapshots are kept."""


class PlatformObservability(Section):
    """Where traces and lineage are sent."""

    otlp_endpoint: Text | None = None
    """Where traces are sent (OTLP)."""
    lineage_endpoint: Text | None = None
    """Where lineage is sent (OpenLineage)."""
    attributes: dict[str, Text | Number | Boolean] | None = None
    """Attributes put on every trace."""
    namespace: Text | None = None
    """The namespace of jobs and tables in lineage, instead of the project's name."""
    headers: dict[str, Any] | None = None
    """Headers of every request; what is secret in them by reference."""


class Execution(Section):
    """Which Dagster executor runs the steps."""

    type: Literal["in_process", "multiprocess", "docker", "kubernetes", "celery", "celery_kubernetes", "dask"]
    """The Dagster executor."""
    config: dict[str, Any] | None = None
    """The configuration of the executor."""


class PlatformFile(OpenRoot):
    """A platform.yaml: what platform engineers declare."""

    version: Annotated[Text | None, UNUSED] = None
    """The version of the platform."""
    storage: dict[str, StorageProfile] | None = None
    """Storage profiles by name."""
    catalogs: dict[str, CatalogProfile] | None = None
    """Catalog profiles by name."""
    compute: dict[str, ComputeProfile] | None = None
    """Compute profiles by name."""
    layers: dict[str, Layer] | None = None
    """Layers of the lakehouse by name."""
    observability: PlatformObservability | None = None
    """Where traces and lineage are sent."""
    execution: Execution | None = None
    """Which Dagster executor runs the steps."""
    infrastructure: Annotated[Any, UNUSED] = None
    """Infrastructure, free in form."""
    security: Annotated[Any, UNUSED] = None
    """Security, free in form."""
    governance: Annotated[Any, UNUSED] = None
    """Governance, free in form."""
