"""The schema of floe.yaml."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, StrictStr

from floe_lint.format.field_types import (
    GROUP_NAME,
    PROJECT_NAME,
    SEMVER,
    UNUSED,
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
    """The tool. Only dbt is known."""
    path: FilePath
    """The folder of the dbt project, from floe.yaml's folder."""
    target: Annotated[Text | None, Field(json_schema_extra=context("reference"))] = None
    """The target of the dbt profile."""


class Governance(OpenSection):
    """Where classifications come from, and which policies hold."""

    classification_source: Annotated[Literal["dbt_meta", "external"] | None, UNUSED] = None
    """Where classifications of columns come from."""
    policies: Annotated[Any, UNUSED] = None
    """Policies, as the platform defines them."""
    emit_lineage: Boolean | None = None
    """Whether runs send lineage."""


class Observability(Section):
    """What is observed. Where it is sent belongs in platform.yaml."""

    traces: Boolean | None = None
    """Whether runs send traces."""
    metrics: Annotated[Boolean | None, UNUSED] = None
    """Whether runs send metrics."""
    lineage: Boolean | None = None
    """Whether runs send lineage."""
    attributes: dict[str, StrictStr | Number | Boolean] | None = None
    """Attributes put on every trace."""


class Dbt(Section):
    """The dbt project whose models become assets."""

    manifest_path: FilePath
    """The manifest.json that dbt writes, usually `target/manifest.json`."""
    observability_level: Literal["per_model", "job_level"] = "per_model"
    """Whether every model is an asset (`per_model`), or the project as a whole (`job_level`)."""
    project_dir: FilePath | None = None
    """The folder of the dbt project."""
    profiles_dir: FilePath | None = None
    """The folder that holds profiles.yml."""
    target: Annotated[Text | None, Field(json_schema_extra=context("reference"))] = None
    """The target of the dbt profile."""


class TimeWindowPartitions(Section):
    """One partition for each interval between two ticks of a cron."""

    type: Literal["time_window"]
    """One partition for each interval between two ticks of a cron."""
    start: Timely
    """The first partition, e.g. `"2024-01-01"`."""
    cron_schedule: Timely
    """When a partition ends and the next begins."""
    timezone: Timely = "UTC"
    """The time zone of the cron and of the keys."""
    end: Timely | None = None
    """Where the partitions end, itself not included; without it they go on."""
    fmt: Timely | None = None
    """How keys are written, as strftime has it; found from the cron unless given."""


class StaticPartitions(Section):
    """A fixed list of partitions."""

    type: Literal["static"]
    """A fixed list of partitions."""
    partition_keys: list[Annotated[StrictStr, Field(json_schema_extra=context("data"))]]
    """The keys, each once."""


class DynamicPartitions(Section):
    """Partitions that are added at run time."""

    type: Literal["dynamic"]
    """Partitions that are added at run time."""
    # Dagster refuses a function here once definitions are deployed (PartitionsSnap.from_def).
    fn: Annotated[FunctionPath | None, UNUSED] = None
    """The function that names the partitions."""


Dimension = Annotated[TimeWindowPartitions | StaticPartitions | DynamicPartitions, Field(discriminator="type")]


class MultiPartitions(Section):
    """The product of two dimensions."""

    type: Literal["multi"]
    """The product of two dimensions."""
    partitions: Annotated[dict[str, Dimension], Field(min_length=2, max_length=2)]
    """The two dimensions by name."""


Partitions = Annotated[
    TimeWindowPartitions | StaticPartitions | MultiPartitions | DynamicPartitions, Field(discriminator="type")
]


class AssetSettings(Section):
    """What is set on every asset whose name a pattern matches."""

    partitions: Reference | None = None
    """The partitions of the assets, by the name under `orchestration.partitions`."""
    automation_condition: Literal["eager", "on_cron", "on_missing"] | None = None
    """When Dagster materializes the assets by itself."""
    backfill_policy: Literal["lazy", "eager"] | None = None
    """A run for each partition of a backfill (`lazy`), or one for all (`eager`)."""
    compute_kind: Annotated[Text | None, Field(min_length=1, json_schema_extra=context("name"))] = None
    """The label that Dagster shows for the technology."""
    group_name: Annotated[Text | None, Field(pattern=GROUP_NAME, json_schema_extra=context("name"))] = None
    """The group of the assets."""


class BatchJob(Section):
    """A job that materializes the assets it selects."""

    type: Literal["batch"]
    """A job that materializes assets."""
    selection: list[Reference] | Reference
    """Which assets: `group:bronze`, `asset:orders`, `tag:pii`, `+orders`, … A list is a union."""
    description: Description | None = None
    """What the job is for, at most 500 characters."""
    tags: Tags | None = None
    """Tags of the job's runs."""


class OpsJob(Section):
    """A job that calls a function."""

    type: Literal["ops"]
    """A job that calls a function."""
    target_function: FunctionPath
    """The function, as a dotted path."""
    args: Arguments | None = None
    """The keyword arguments of the function."""
    description: Description | None = None
    """What the job is for, at most 500 characters."""
    tags: Tags | None = None
    """Tags of the job's runs."""


Job = Annotated[BatchJob | OpsJob, Field(discriminator="type")]


class Schedule(Section):
    """A job run at the ticks of a cron."""

    job: Reference
    """The job to run."""
    cron_schedule: Timely
    """When it runs: minute, hour, day of the month, month, day of the week."""
    timezone: Timely = "UTC"
    """The time zone of the cron."""
    enabled: Boolean = True
    """Whether the schedule is on when it is first deployed."""
    partition_selector: Literal["latest", "all"] | None = None
    """Which partitions a run covers: the latest one, or all."""
    description: Description | None = None
    """What the schedule is for, at most 500 characters."""


class FileWatcher(Section):
    """A job run when files arrive in a local folder."""

    type: Literal["file_watcher"]
    """A sensor that watches a folder."""
    job: Reference
    """The job to run."""
    path: SensorPath
    """The local folder to watch."""
    pattern: Annotated[Text, Field(min_length=1, json_schema_extra=context("path"))] = "*"
    """Which files in it count, as a glob."""
    poll_interval_seconds: PositiveInteger = 30
    """Seconds between two looks."""
    description: Description | None = None
    """What the sensor is for, at most 500 characters."""


class AssetSensor(Section):
    """A job run when assets are materialized."""

    type: Literal["asset_sensor"]
    """A sensor that watches assets."""
    job: Reference
    """The job to run."""
    watched_assets: Annotated[list[Reference], Field(min_length=1)]
    """The assets whose materializations count."""
    poll_interval_seconds: PositiveInteger = 30
    """Seconds between two looks."""
    description: Description | None = None
    """What the sensor is for, at most 500 characters."""


class RunStatusSensor(Section):
    """A job run when other jobs reach a status."""

    type: Literal["run_status"]
    """A sensor that watches the runs of jobs."""
    job: Reference
    """The job to run."""
    watched_jobs: Annotated[list[Reference], Field(min_length=1)]
    """The jobs whose runs count."""
    status: Literal["SUCCESS", "FAILURE", "STARTED", "CANCELED"]
    """The status that a run must reach."""
    poll_interval_seconds: PositiveInteger = 30
    """Seconds between two looks."""
    description: Description | None = None
    """What the sensor is for, at most 500 characters."""


class CustomSensor(Section):
    """A job run when a function of the project asks for it."""

    type: Literal["custom"]
    """A sensor that asks a function."""
    job: Reference
    """The job to run."""
    target_function: FunctionPath
    """The function, as a dotted path."""
    args: Annotated[Arguments | None, Field(json_schema_extra=context("sensor-args"))] = None
    """The keyword arguments of the function."""
    poll_interval_seconds: PositiveInteger = 30
    """Seconds between two looks."""
    description: Description | None = None
    """What the sensor is for, at most 500 characters."""


Sensor = Annotated[FileWatcher | AssetSensor | RunStatusSensor | CustomSensor, Field(discriminator="type")]


class PartitionRange(Section):
    """The first and the last partition, both included."""

    start: Annotated[Text, Field(json_schema_extra=context("data"))]
    """The first partition, included."""
    end: Annotated[Text, Field(json_schema_extra=context("data"))]
    """The last partition, included."""


class Backfill(Section):
    """A range of partitions to materialize, a batch at a time."""

    job: Reference
    """The job to run."""
    partition_range: PartitionRange
    """The partitions to materialize."""
    batch_size: PositiveInteger = 1
    """How many partitions are materialized at a time."""
    description: Description | None = None
    """What the backfill is for, at most 500 characters."""
    tags: Tags | None = None
    """Tags of the backfill's runs."""


class Orchestration(Root):
    """What is run, when, and on what."""

    asset_modules: list[ModulePath] | None = None
    """Python modules that define assets, as dotted paths."""
    dbt: Dbt | None = None
    """The dbt project whose models become assets."""
    partitions: dict[DagsterName, Partitions] | None = None
    """Partitions by name."""
    assets: dict[str, AssetSettings] | None = None
    """What is set on assets, by a glob of their names: `*`, `?`, `[abc]`, `{a,b}`."""
    jobs: dict[DagsterName, Job] | None = None
    """Jobs by name."""
    schedules: dict[DagsterName, Schedule] | None = None
    """Schedules by name."""
    sensors: dict[DagsterName, Sensor] | None = None
    """Sensors by name."""
    backfills: dict[DagsterName, Backfill] | None = None
    """Backfills by name."""


class FloeFile(Root):
    """A floe.yaml: what data engineers declare."""

    name: Annotated[Text, Field(pattern=PROJECT_NAME, json_schema_extra=context("name"))]
    """The name of the project."""
    version: Annotated[Text, Field(pattern=SEMVER, json_schema_extra=context("time"))]
    """The version of the project, e.g. `"1.0.0"`."""
    storage: ProfileName = "default"
    """The storage profile of platform.yaml."""
    catalog: ProfileName = "default"
    """The catalog profile of platform.yaml."""
    compute: ProfileName = "default"
    """The compute profile of platform.yaml."""
    service_account: Annotated[ProfileName | None, UNUSED] = None
    """The account that the project runs as."""
    principal_role: Annotated[ProfileName | None, UNUSED] = None
    """The role that the project takes in the catalog."""
    transforms: list[Transform] | None = None
    """Transformation projects that belong to the pipeline."""
    consumption: Annotated[dict[str, Any] | None, Field(json_schema_extra=context("consumption")), UNUSED] = None
    """How the data is served. Endpoints and buckets belong in platform.yaml."""
    governance: Governance | None = None
    """Where classifications come from, and which policies hold."""
    observability: Observability | None = None
    """What is observed. Where it is sent belongs in platform.yaml."""
    orchestration: Orchestration | None = None
    """What is run, when, and on what."""
