"""The schema of floe.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictStr

from floe_lint.schema.fields import (
    GROUP_NAME,
    PROJECT_NAME,
    SEMVER,
    Arguments,
    Boolean,
    DagsterName,
    Description,
    FilePath,
    FunctionPath,
    ModulePath,
    Number,
    OpenSection,
    PositiveInteger,
    ProfileName,
    Reference,
    Root,
    Section,
    SensorPath,
    Tags,
    Text,
    Timely,
    context,
)


class Transform(Section):
    """A transformation project that belongs to the pipeline."""

    type: Literal["dbt"]
    path: FilePath
    target: Annotated[Text | None, Field(json_schema_extra=context("reference"))] = None


class Governance(OpenSection):
    """Where classifications come from, and which policies hold."""

    classification_source: Literal["dbt_meta", "external"] | None = None
    policies: Any = None
    emit_lineage: Boolean | None = None


class Observability(Section):
    """What is observed. Where it is sent belongs in platform.yaml."""

    traces: Boolean | None = None
    metrics: Boolean | None = None
    lineage: Boolean | None = None
    attributes: dict[str, StrictStr | Number | Boolean] | None = None


class Dbt(Section):
    """The dbt project whose models become assets."""

    manifest_path: FilePath
    observability_level: Literal["per_model", "job_level"] = "per_model"
    project_dir: FilePath | None = None
    profiles_dir: FilePath | None = None
    target: Annotated[Text | None, Field(json_schema_extra=context("reference"))] = None


class TimeWindowPartitions(Section):
    """One partition for each interval between two ticks of a cron."""

    type: Literal["time_window"]
    start: Annotated[Timely, Field(description='The first partition, e.g. "2024-01-01".')]
    cron_schedule: Annotated[Timely, Field(description="When a partition ends and the next begins.")]
    timezone: Timely = "UTC"
    end: Timely | None = None
    fmt: Timely | None = None


class StaticPartitions(Section):
    """A fixed list of partitions."""

    type: Literal["static"]
    partition_keys: list[Annotated[StrictStr, Field(json_schema_extra=context("data"))]]


class DynamicPartitions(Section):
    """Partitions that are added at run time."""

    type: Literal["dynamic"]
    fn: FunctionPath | None = None


Dimension = Annotated[TimeWindowPartitions | StaticPartitions | DynamicPartitions, Field(discriminator="type")]


class MultiPartitions(Section):
    """The product of two dimensions."""

    type: Literal["multi"]
    partitions: Annotated[dict[str, Dimension], Field(min_length=2, max_length=2)]


Partitions = Annotated[
    TimeWindowPartitions | StaticPartitions | MultiPartitions | DynamicPartitions, Field(discriminator="type")
]


class AssetSettings(Section):
    """What is set on every asset whose name a pattern matches."""

    partitions: Reference | None = None
    automation_condition: Literal["eager", "on_cron", "on_missing"] | None = None
    backfill_policy: Literal["lazy", "eager"] | None = None
    compute_kind: Annotated[Text | None, Field(min_length=1, json_schema_extra=context("name"))] = None
    group_name: Annotated[Text | None, Field(pattern=GROUP_NAME, json_schema_extra=context("name"))] = None


class BatchJob(Section):
    """A job that materializes the assets it selects."""

    type: Literal["batch"]
    selection: list[Reference] | Reference
    description: Description | None = None
    tags: Tags | None = None


class OpsJob(Section):
    """A job that calls a function."""

    type: Literal["ops"]
    target_function: FunctionPath
    args: Arguments | None = None
    description: Description | None = None
    tags: Tags | None = None


Job = Annotated[BatchJob | OpsJob, Field(discriminator="type")]


class Schedule(Section):
    """A job run at the ticks of a cron."""

    job: Reference
    cron_schedule: Timely
    timezone: Timely = "UTC"
    enabled: Boolean = True
    partition_selector: Literal["latest", "all"] | None = None
    description: Description | None = None


class FileWatcher(Section):
    """A job run when files arrive in a local folder."""

    type: Literal["file_watcher"]
    job: Reference
    path: SensorPath
    pattern: Annotated[Text, Field(min_length=1, json_schema_extra=context("path"))] = "*"
    poll_interval_seconds: PositiveInteger = 30
    description: Description | None = None


class AssetSensor(Section):
    """A job run when assets are materialized."""

    type: Literal["asset_sensor"]
    job: Reference
    watched_assets: Annotated[list[Reference], Field(min_length=1)]
    poll_interval_seconds: PositiveInteger = 30
    description: Description | None = None


class RunStatusSensor(Section):
    """A job run when other jobs reach a status."""

    type: Literal["run_status"]
    job: Reference
    watched_jobs: Annotated[list[Reference], Field(min_length=1)]
    status: Literal["SUCCESS", "FAILURE", "STARTED", "CANCELED"]
    poll_interval_seconds: PositiveInteger = 30
    description: Description | None = None


class CustomSensor(Section):
    """A job run when a function of the project asks for it."""

    type: Literal["custom"]
    job: Reference
    target_function: FunctionPath
    args: Annotated[Arguments | None, Field(json_schema_extra=context("sensor-args"))] = None
    poll_interval_seconds: PositiveInteger = 30
    description: Description | None = None


Sensor = Annotated[FileWatcher | AssetSensor | RunStatusSensor | CustomSensor, Field(discriminator="type")]


class PartitionRange(Section):
    """The first and the last partition, both included."""

    start: Annotated[Text, Field(json_schema_extra=context("data"))]
    end: Annotated[Text, Field(json_schema_extra=context("data"))]


class Backfill(Section):
    """A range of partitions to materialize, a batch at a time."""

    job: Reference
    partition_range: PartitionRange
    batch_size: PositiveInteger = 1
    description: Description | None = None
    tags: Tags | None = None


class Orchestration(Root):
    """What is run, when, and on what."""

    asset_modules: list[ModulePath] | None = None
    dbt: Dbt | None = None
    partitions: dict[DagsterName, Partitions] | None = None
    assets: dict[str, AssetSettings] | None = None
    jobs: dict[DagsterName, Job] | None = None
    schedules: dict[DagsterName, Schedule] | None = None
    sensors: dict[DagsterName, Sensor] | None = None
    backfills: dict[DagsterName, Backfill] | None = None


class FloeFile(Root):
    """A floe.yaml: what data engineers declare."""

    name: Annotated[Text, Field(pattern=PROJECT_NAME, json_schema_extra=context("name"))]
    version: Annotated[Text, Field(pattern=SEMVER, json_schema_extra=context("time"))]
    storage: ProfileName = "default"
    catalog: ProfileName = "default"
    compute: ProfileName = "default"
    service_account: ProfileName | None = None
    principal_role: ProfileName | None = None
    transforms: list[Transform] | None = None
    consumption: Annotated[dict[str, Any] | None, Field(json_schema_extra=context("consumption"))] = None
    governance: Governance | None = None
    observability: Observability | None = None
    orchestration: Orchestration | None = None
