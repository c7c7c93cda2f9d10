"""The fields of floe.yaml."""

from __future__ import annotations

from functools import cached_property

from floe_lint.format.fields import (
    DAGSTER_NAME,
    DATA,
    GROUP_NAME,
    MODULE,
    PROJECT_NAME,
    REFERENCE,
    SEMVER,
    Kind,
    NamedSection,
    Section,
    Text,
    boolean,
    choice,
    entries,
    file_path,
    free,
    free_map,
    function,
    kind,
    list_of,
    pair_of,
    positive,
    primitives,
    profile,
    prose,
    reference,
    run_tags,
    section,
    sections,
    text,
    timely,
)
from floe_lint.kernel.positions import Route
from floe_lint.yaml.nodes import Mapping, Sequence, keys_of


class Transform(Section):
    """A transformation project that belongs to the pipeline."""

    type = choice("The tool. Only dbt is known.", "dbt", required=True)
    path = file_path("The folder of the dbt project, from floe.yaml's folder.", required=True)
    target = text("The target of the dbt profile.", Text("reference"))


class Governance(Section):
    """Where classifications come from, and which policies hold."""

    is_open = True

    classification_source = choice("Where classifications of columns come from.", "dbt_meta", "external").unused()
    policies = free("Policies, as the platform defines them.").unused()
    emit_lineage = boolean("Whether runs send lineage.")


class Observability(Section):
    """What is observed. Where it is sent belongs in platform.yaml."""

    traces = boolean("Whether runs send traces.")
    metrics = boolean("Whether runs send metrics.").unused()
    lineage = boolean("Whether runs send lineage.")
    attributes = primitives("Attributes put on every trace.")


class Dbt(Section):
    """The dbt project whose models become assets."""

    manifest_path = file_path("The manifest.json that dbt writes, usually `target/manifest.json`.", required=True)
    observability_level = choice(
        "Whether every model is an asset (`per_model`), or the project as a whole (`job_level`).",
        "per_model",
        "job_level",
        default="per_model",
    )
    project_dir = file_path("The folder of the dbt project.")
    profiles_dir = file_path("The folder that holds profiles.yml.")
    target = text("The target of the dbt profile.", Text("reference"))


_TIME_WINDOW = Kind(
    "time_window", "TimeWindowPartitions", "One partition for each interval between two ticks of a cron."
)
_STATIC = Kind("static", "StaticPartitions", "A fixed list of partitions.")
_DYNAMIC = Kind("dynamic", "DynamicPartitions", "Partitions that are added at run time.")
_MULTI = Kind("multi", "MultiPartitions", "The product of two dimensions.")


class Dimension(NamedSection):
    """One dimension of partitions."""

    type = kind(_TIME_WINDOW, _STATIC, _DYNAMIC)
    start = timely('The first partition, e.g. `"2024-01-01"`.', required=True).of("time_window")
    cron_schedule = timely("When a partition ends and the next begins.", required=True).of("time_window")
    timezone = timely("The time zone of the cron and of the keys.", default="UTC").of("time_window")
    end = timely("Where the partitions end, itself not included; without it they go on.").of("time_window")
    fmt = timely("How keys are written, as strftime has it; found from the cron unless given.").of("time_window")
    partition_keys = list_of("The keys, each once.", DATA, required=True).of("static")
    # Dagster refuses a function here once definitions are deployed (PartitionsSnap.from_def).
    fn = function("The function that names the partitions.").of("dynamic").unused()

    @property
    def window(self) -> Dimension | None:
        """Itself where it is a time window."""
        return self if self.type == "time_window" else None

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of a ``multi`` one, in the order of the file."""
        return ()


class PartitionSet(Dimension):
    """The partitions of assets."""

    type = kind(_TIME_WINDOW, _STATIC, _MULTI, _DYNAMIC)
    partitions = pair_of("The two dimensions by name.", Dimension, required=True).of("multi")

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """The dimensions of a ``multi`` one, in the order of the file."""
        return tuple(self.partitions.values())


class AssetSettings(NamedSection):
    """What is set on every asset whose name a pattern matches."""

    partitions = reference("The partitions of the assets, by the name under `orchestration.partitions`.")
    automation_condition = choice("When Dagster materializes the assets by itself.", "eager", "on_cron", "on_missing")
    backfill_policy = choice(
        "A run for each partition of a backfill (`lazy`), or one for all (`eager`).", "lazy", "eager"
    )
    compute_kind = text("The label that Dagster shows for the technology.", Text("name", shortest=1))
    group_name = text("The group of the assets.", Text("name", GROUP_NAME))


class Job(NamedSection):
    """What is run together."""

    type = kind(
        Kind("batch", "BatchJob", "A job that materializes the assets it selects.", "A job that materializes assets."),
        Kind("ops", "OpsJob", "A job that calls a function."),
    )
    selection = list_of(
        "Which assets: `group:bronze`, `asset:orders`, `tag:pii`, `+orders`, … A list is a union.",
        REFERENCE,
        or_one=True,
        required=True,
    ).of("batch")
    target_function = function("The function, as a dotted path.", required=True).of("ops")
    args = free_map("The keyword arguments of the function.").of("ops")
    description = prose("What the job is for, at most 500 characters.")
    tags = run_tags("Tags of the job's runs.")

    @property
    def term_routes(self) -> list[Route]:
        """Where each term of the selection stands."""
        entry = None if self.node is None else self.node.get("selection")
        place = (*self.route, "selection")
        if entry is not None and isinstance(entry.value, Sequence):
            return [(*place, index) for index in range(len(self.selection))]
        return [place for _ in self.selection]


class Schedule(NamedSection):
    """A job run at the ticks of a cron."""

    job = reference("The job to run.", required=True)
    cron_schedule = timely("When it runs: minute, hour, day of the month, month, day of the week.", required=True)
    timezone = timely("The time zone of the cron.", default="UTC")
    enabled = boolean("Whether the schedule is on when it is first deployed.", default=True)
    partition_selector = choice("Which partitions a run covers: the latest one, or all.", "latest", "all")
    description = prose("What the schedule is for, at most 500 characters.")


class Sensor(NamedSection):
    """A job run when something happens."""

    type = kind(
        Kind(
            "file_watcher",
            "FileWatcher",
            "A job run when files arrive in a local folder.",
            "A sensor that watches a folder.",
        ),
        Kind(
            "asset_sensor",
            "AssetSensor",
            "A job run when assets are materialized.",
            "A sensor that watches assets.",
        ),
        Kind(
            "run_status",
            "RunStatusSensor",
            "A job run when other jobs reach a status.",
            "A sensor that watches the runs of jobs.",
        ),
        Kind(
            "custom",
            "CustomSensor",
            "A job run when a function of the project asks for it.",
            "A sensor that asks a function.",
        ),
    )
    job = reference("The job to run.", required=True)
    path = text("The local folder to watch.", Text("sensor-path", shortest=1), required=True).of("file_watcher")
    pattern = text("Which files in it count, as a glob.", Text("path", shortest=1), default="*").of("file_watcher")
    watched_assets = list_of("The assets whose materializations count.", REFERENCE, shortest=1, required=True).of(
        "asset_sensor"
    )
    watched_jobs = list_of("The jobs whose runs count.", REFERENCE, shortest=1, required=True).of("run_status")
    status = choice("The status that a run must reach.", "SUCCESS", "FAILURE", "STARTED", "CANCELED", required=True).of(
        "run_status"
    )
    target_function = function("The function, as a dotted path.", required=True).of("custom")
    args = free_map("The keyword arguments of the function.", "sensor-args").of("custom")
    poll_interval_seconds = positive("Seconds between two looks.", default=30)
    description = prose("What the sensor is for, at most 500 characters.")


class PartitionRange(Section):
    """The first and the last partition, both included."""

    start = text("The first partition, included.", DATA, required=True)
    end = text("The last partition, included.", DATA, required=True)


class Backfill(NamedSection):
    """A range of partitions to materialize, a batch at a time."""

    job = reference("The job to run.", required=True)
    partition_range = section("The partitions to materialize.", PartitionRange, required=True)
    batch_size = positive("How many partitions are materialized at a time.", default=1)
    description = prose("What the backfill is for, at most 500 characters.")
    tags = run_tags("Tags of the backfill's runs.")

    @property
    def start(self) -> str | None:
        """The first partition, included."""
        return None if self.partition_range is None else self.partition_range.start

    @property
    def end(self) -> str | None:
        """The last partition, included."""
        return None if self.partition_range is None else self.partition_range.end


class Orchestration(Section):
    """What is run, when, and on what."""

    parts = True

    asset_modules = list_of("Python modules that define assets, as dotted paths.", MODULE)
    dbt = section("The dbt project whose models become assets.", Dbt)
    partitions = entries("Partitions by name.", PartitionSet, names=DAGSTER_NAME)
    assets = entries("What is set on assets, by a glob of their names: `*`, `?`, `[abc]`, `{a,b}`.", AssetSettings)
    jobs = entries("Jobs by name.", Job, names=DAGSTER_NAME)
    schedules = entries("Schedules by name.", Schedule, names=DAGSTER_NAME)
    sensors = entries("Sensors by name.", Sensor, names=DAGSTER_NAME)
    backfills = entries("Backfills by name.", Backfill, names=DAGSTER_NAME)

    top: Mapping | None = None
    """What is written at the top level of the file, where its sections may stand by mistake."""

    @property
    def patterns(self) -> tuple[AssetSettings, ...]:
        """The entries of ``assets``, in the order of the file."""
        return tuple(self.assets.values())

    @property
    def unreadable(self) -> frozenset[str]:
        """The sections that are written but are no mapping: nobody can tell what they define."""
        return frozenset((self.refused | self.not_known).intersection(_SECTIONS))

    @cached_property
    def invalid(self) -> dict[str, frozenset[str]]:
        """By section, the names that stand in the file but have a defect, or stand where nothing reads them.

        A reference to one of them is no error of its own. Of ``asset_modules`` and ``dbt`` it is the section itself.
        """
        found = {name: frozenset(self._written(name).difference(getattr(self, name))) for name in _SECTIONS}
        above = keys_of(self.top)
        return found | {name: frozenset((name,)) for name in _SOURCES if name in self.refused or name in above}

    def _written(self, name: str) -> set[str]:
        entries = (node.get(name) for node in (self.node, self.top) if node is not None)
        return {key for entry in entries if entry is not None for key in keys_of(entry.value)}

    def job(self, name: str | None) -> Job | None:
        """A valid job by name."""
        return None if name is None else self.jobs.get(name)

    def names(self, name: str) -> frozenset[str]:
        """Every name in a section, valid or not."""
        return frozenset(getattr(self, name)) | self.invalid.get(name, frozenset())


_SOURCES = ("asset_modules", "dbt")
"""The sections that say where the assets are."""
_SECTIONS = ("jobs", "schedules", "sensors", "partitions", "assets", "backfills")


class FloeFile(Section):
    """A floe.yaml: what data engineers declare."""

    title = "floe.yaml"
    parts = True

    name = text("The name of the project.", Text("name", PROJECT_NAME), required=True)
    version = text('The version of the project, e.g. `"1.0.0"`.', Text("time", SEMVER), required=True)
    storage = profile("The storage profile of platform.yaml.", default="default")
    catalog = profile("The catalog profile of platform.yaml.", default="default")
    compute = profile("The compute profile of platform.yaml.", default="default")
    service_account = profile("The account that the project runs as.").unused()
    principal_role = profile("The role that the project takes in the catalog.").unused()
    transforms = sections("Transformation projects that belong to the pipeline.", Transform)
    consumption = free_map(
        "How the data is served. Endpoints and buckets belong in platform.yaml.", "consumption"
    ).unused()
    governance = section("Where classifications come from, and which policies hold.", Governance)
    observability = section("What is observed. Where it is sent belongs in platform.yaml.", Observability)
    orchestration = section("What is run, when, and on what.", Orchestration)

    @cached_property
    def declarations(self) -> Orchestration:
        """The orchestration, empty where there is none."""
        found = self.orchestration or Orchestration(("orchestration",), None)
        found.top = self.node
        return found
