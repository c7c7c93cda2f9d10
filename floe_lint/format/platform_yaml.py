"""The fields of platform.yaml."""

from __future__ import annotations

from floe_lint.format.fields import (
    Section,
    boolean,
    choice,
    entries,
    free,
    free_map,
    positive,
    primitives,
    profile,
    section,
    text,
)


class StorageProfile(Section):
    """Where files lie."""

    type = choice("The kind of storage.", "s3", "gcs", "azure", "local", required=True)
    endpoint = text("The address of the service.")
    region = text("The region of the bucket.")
    bucket = text("The bucket.")
    container = text("The container, of Azure storage.")
    account = text("The account, of Azure storage.")
    project_id = text("The project, of Google storage.")
    prefix = text("The same as `path`, within a bucket or container.")
    path = text("The folder, of local storage or within the bucket.")
    path_style_access = boolean("Whether the bucket stands in the path of an address and not in its host.")
    credentials = free_map("References to secrets, never the secrets.")
    properties = free_map("Further properties of the storage.")


class CatalogProfile(Section):
    """Which catalog knows the tables."""

    type = choice("The kind of catalog.", "polaris", "rest", "glue", "nessie", "hive", "sql", required=True)
    uri = text("The address of the catalog.")
    warehouse = text("The warehouse within the catalog.")
    region = text("The region of the catalog.")
    namespace = text("The namespace of tables that name none.")
    credentials = free_map("References to secrets, never the secrets.")
    properties = free_map("Further properties of the catalog.")


class ComputeProfile(Section):
    """Which engine runs dbt."""

    type = text("The engine, e.g. duckdb.", required=True)
    properties = free_map("Properties of the engine.")
    credentials = free_map("References to secrets, never the secrets.")


class Layer(Section):
    """A layer of the lakehouse."""

    storage_ref = profile("The storage profile of the layer.", default="default")
    catalog_ref = profile("The catalog profile of the layer.", default="default")
    namespace = text("The namespace of the layer's tables.")
    retention_days = positive("How many days snapshots are kept.").unused()


class PlatformObservability(Section):
    """Where traces and lineage are sent."""

    otlp_endpoint = text("Where traces are sent (OTLP).")
    lineage_endpoint = text("Where lineage is sent (OpenLineage).")
    attributes = primitives("Attributes put on every trace.")
    namespace = text("The namespace of jobs and tables in lineage, instead of the project's name.")
    headers = free_map("Headers of every request; what is secret in them by reference.")


class Execution(Section):
    """Which Dagster executor runs the steps."""

    type = choice(
        "The Dagster executor.",
        "in_process",
        "multiprocess",
        "docker",
        "kubernetes",
        "celery",
        "celery_kubernetes",
        "dask",
        required=True,
    )
    config = free_map("The configuration of the executor.")


class PlatformFile(Section):
    """A platform.yaml: what platform engineers declare."""

    title = "platform.yaml"
    is_open = True
    parts = True

    version = text("The version of the platform.").unused()
    storage = entries("Storage profiles by name.", StorageProfile)
    catalogs = entries("Catalog profiles by name.", CatalogProfile)
    compute = entries("Compute profiles by name.", ComputeProfile)
    layers = entries("Layers of the lakehouse by name.", Layer)
    observability = section("Where traces and lineage are sent.", PlatformObservability)
    execution = section("Which Dagster executor runs the steps.", Execution)
    infrastructure = free("Infrastructure, free in form.").unused()
    security = free("Security, free in form.").unused()
    governance = free("Governance, free in form.").unused()
