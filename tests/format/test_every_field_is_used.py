"""Every field of floe.yaml and platform.yaml changes something in what is loaded, or is marked as not used.

What counts is what a deployment does: a rule that demands a field, a policy that may ask for it and a line of the graph
are no use of it.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import redirect_stdout
from datetime import datetime, timezone
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg
import pytest
import yaml

from floe_dagster import FloeDefinitions
from floe_dagster.catalog_errors import TableNotFoundError
from floe_dagster.commands.backfill import BACKFILL_TAG, instance_for, run_backfill
from floe_dagster.observability.config import bind, bound
from floe_dagster.resources import CatalogResource
from floe_lint.format.floe_yaml import FloeFile
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.format.routes import declared_fields
from tests.oracle.dbt_files import dbt_files
from tests.oracle.draft import DbtModel

pytestmark = pytest.mark.slow

PACKAGE = "every_field"
ASSETS = """
from floe_dagster import floe_asset


@floe_asset
def by_day(context):
    return {}


@floe_asset
def by_window(context):
    return {}


@floe_asset
def by_region(context):
    return {}


@floe_asset
def by_both(context):
    return {}


@floe_asset
def by_anything(context):
    return {}


@floe_asset
def plain(context):
    return {}
"""
MORE = """
from floe_dagster import floe_asset


@floe_asset
def more(context):
    return {}
"""
FUNCTIONS = """
from dagster import RunRequest


def empty(days=1):
    "Empties."


def export(days=1):
    "Exports."


def look(context, threshold=1):
    return RunRequest(run_key=f"seen {threshold}")


def listen(context, threshold=1):
    return RunRequest(run_key=f"heard {threshold}")


def keys(context=None):
    return []


def names(context=None):
    return []
"""
DUCKDB = "warehouse: {{target: dev, outputs: {{dev: {{type: duckdb, path: {}.db}}}}}}"
FILES = {
    "pyproject.toml": "",
    f"{PACKAGE}/__init__.py": "",
    f"{PACKAGE}/assets.py": ASSETS,
    f"{PACKAGE}/more.py": MORE,
    f"{PACKAGE}/ops.py": FUNCTIONS,
    "incoming/a.csv": "a",
    "incoming/b.json": "{}",
    "elsewhere/c.csv": "c",
    "profiles/profiles.yml": DUCKDB.format("first"),
    "other_profiles/profiles.yml": DUCKDB.format("second"),
    **{
        f"{folder}/{path}": text
        for folder, model in (("warehouse", "customers"), ("other_warehouse", "products"))
        for path, text in dbt_files([DbtModel(model, "staging")], {}).items()
        if path != "profiles.yml"
    },
}
SECRETS = {"LAKE": "id:secret", "OTHER": "name:password"}

WINDOW = {"type": "time_window", "start": "2024-01-01", "cron_schedule": "0 0 * * *", "end": "2024-01-05"}
STATIC = {"type": "static", "partition_keys": ["eu", "us"]}
OPEN = {"static": STATIC, "dynamic": {"type": "dynamic"}}

# Entries that are told apart by their type are called by it.
FLOE: dict[str, Any] = {
    "name": "shop",
    "version": "1.0.0",
    "transforms": [{"type": "dbt", "path": "warehouse"}],
    "governance": {},
    "observability": {},
    "orchestration": {
        "asset_modules": [f"{PACKAGE}.assets"],
        "dbt": {"manifest_path": "warehouse/target/manifest.json"},
        "partitions": {
            "days": WINDOW,
            "time_window": WINDOW,
            "static": STATIC,
            "multi": {"type": "multi", "partitions": {"time_window": WINDOW, "static": STATIC}},
            "dynamic": {"type": "dynamic"},
        },
        "assets": {
            "by_day": {"partitions": "days"},
            "by_window": {"partitions": "time_window"},
            "by_region": {"partitions": "static"},
            "by_both": {"partitions": "multi"},
            "by_anything": {"partitions": "dynamic"},
            "plain": {},
        },
        "jobs": {
            "batch": {"type": "batch", "selection": ["by_day"]},
            "second": {"type": "batch", "selection": ["by_day"]},
            "ops": {"type": "ops", "target_function": f"{PACKAGE}.ops.empty"},
        },
        "schedules": {"nightly": {"job": "batch", "cron_schedule": "0 6 * * *", "partition_selector": "latest"}},
        "sensors": {
            "file_watcher": {"type": "file_watcher", "job": "ops", "path": "./incoming/"},
            "asset_sensor": {"type": "asset_sensor", "job": "ops", "watched_assets": ["by_day"]},
            "run_status": {"type": "run_status", "job": "ops", "watched_jobs": ["batch"], "status": "FAILURE"},
            "custom": {"type": "custom", "job": "ops", "target_function": f"{PACKAGE}.ops.look"},
        },
        "backfills": {"history": {"job": "batch", "partition_range": {"start": "2024-01-02", "end": "2024-01-03"}}},
    },
}
PLATFORM: dict[str, Any] = {
    "storage": {"default": {"type": "local"}, "archive": {"type": "local", "path": "archive"}},
    "catalogs": {"default": {"type": "sql"}, "second": {"type": "sql", "uri": "sqlite:///second.db"}},
    "compute": {"default": {"type": "duckdb"}, "large": {"type": "duckdb", "properties": {"threads": 8}}},
    "layers": {"gold": {}},
    "observability": {},
}
ENTRIES: dict[str, str | int] = {
    "transforms": 0,
    "assets": "plain",
    "schedules": "nightly",
    "backfills": "history",
    "storage": "default",
    "catalogs": "default",
    "compute": "default",
    "layers": "gold",
}
"""What stands for ``*`` in a route."""


class Values(NamedTuple):
    """Two values of a field, and the observation that differs (``None``: none does).

    ``beside`` are values of other fields under which this one says something, by their routes.
    """

    first: Any
    second: Any
    differs: str | None = None
    beside: Mapping[str, Any] = {}


REGION = {"storage.default.type": "s3", "storage.default.bucket": "lake"}
AZURE = {"storage.default.type": "azure", "storage.default.container": "lake", "storage.default.account": "acme"}
GOOGLE = {"storage.default.type": "gcs", "storage.default.bucket": "lake"}
REST = {"catalogs.default.type": "rest", "catalogs.default.uri": "https://catalog"}
HIVE = {"catalogs.default.uri": "thrift://metastore:9083"}
DYNAMIC = {"orchestration.partitions.multi.partitions": OPEN}

TEXTS: tuple[Any, Any] = ("One.", "Another.")

FLOE_VALUES: dict[str, Values] = {
    "name": Values("shop", "store", "observability"),
    "version": Values("1.0.0", "1.1.0", "observability"),
    "storage": Values("default", "archive", "catalog"),
    "catalog": Values("default", "second", "catalog"),
    "compute": Values("default", "large", "dbt"),
    "service_account": Values("loader", "writer"),
    "principal_role": Values("reader", "writer"),
    "transforms.*.path": Values("warehouse", "other_warehouse", "dbt"),
    "transforms.*.target": Values("dev", "prod", "dbt"),
    "consumption": Values({"enabled": True}, {"enabled": False, "port": 4000}),
    "governance.classification_source": Values("dbt_meta", "external"),
    "governance.policies": Values([], [{"name": "pii"}]),
    "governance.emit_lineage": Values(True, False, "observability"),
    "observability.traces": Values(True, False, "observability"),
    "observability.metrics": Values(True, False),
    "observability.lineage": Values(True, False, "observability"),
    "observability.attributes": Values({"team": "core"}, {"team": "sales"}, "observability"),
    "orchestration.asset_modules": Values([f"{PACKAGE}.assets"], [f"{PACKAGE}.assets", f"{PACKAGE}.more"], "assets"),
    "orchestration.dbt.manifest_path": Values(
        "warehouse/target/manifest.json", "other_warehouse/target/manifest.json", "assets"
    ),
    "orchestration.dbt.observability_level": Values("per_model", "job_level", "assets"),
    "orchestration.dbt.project_dir": Values("warehouse", "other_warehouse", "dbt"),
    "orchestration.dbt.profiles_dir": Values("profiles", "other_profiles", "dbt"),
    "orchestration.dbt.target": Values("dev", "prod", "dbt"),
    "orchestration.partitions.*[time_window].start": Values("2024-01-01", "2024-01-02", "assets"),
    "orchestration.partitions.*[time_window].cron_schedule": Values("0 0 * * *", "0 6 * * *", "assets"),
    "orchestration.partitions.*[time_window].timezone": Values("UTC", "Europe/Berlin", "assets"),
    "orchestration.partitions.*[time_window].end": Values("2024-01-05", "2024-01-06", "assets"),
    "orchestration.partitions.*[time_window].fmt": Values("%Y-%m-%d", "%Y-%m-%d-%H:%M", "assets"),
    "orchestration.partitions.*[static].partition_keys": Values(["eu"], ["eu", "us"], "assets"),
    "orchestration.partitions.*[multi].partitions.*[time_window].start": Values("2024-01-01", "2024-01-02", "assets"),
    "orchestration.partitions.*[multi].partitions.*[time_window].cron_schedule": Values(
        "0 0 * * *", "0 6 * * *", "assets"
    ),
    "orchestration.partitions.*[multi].partitions.*[time_window].timezone": Values("UTC", "Europe/Berlin", "assets"),
    "orchestration.partitions.*[multi].partitions.*[time_window].end": Values("2024-01-05", "2024-01-06", "assets"),
    "orchestration.partitions.*[multi].partitions.*[time_window].fmt": Values("%Y-%m-%d", "%Y-%m-%d-%H:%M", "assets"),
    "orchestration.partitions.*[multi].partitions.*[static].partition_keys": Values(["eu"], ["eu", "us"], "assets"),
    "orchestration.partitions.*[multi].partitions.*[dynamic].fn": Values(
        f"{PACKAGE}.ops.keys", f"{PACKAGE}.ops.names", beside=DYNAMIC
    ),
    "orchestration.partitions.*[dynamic].fn": Values(f"{PACKAGE}.ops.keys", f"{PACKAGE}.ops.names"),
    "orchestration.assets.*.partitions": Values("static", "days", "assets"),
    "orchestration.assets.*.automation_condition": Values("eager", "on_missing", "assets"),
    "orchestration.assets.*.backfill_policy": Values("lazy", "eager", "assets"),
    "orchestration.assets.*.compute_kind": Values("python", "pandas", "assets"),
    "orchestration.assets.*.group_name": Values("bronze", "silver", "assets"),
    "orchestration.jobs.*[batch].selection": Values(["by_day"], ["by_day", "plain"], "jobs"),
    "orchestration.jobs.*[batch].description": Values(*TEXTS, "jobs"),
    "orchestration.jobs.*[batch].tags": Values({"team": "core"}, {"team": "sales"}, "jobs"),
    "orchestration.jobs.*[ops].target_function": Values(f"{PACKAGE}.ops.empty", f"{PACKAGE}.ops.export", "jobs"),
    "orchestration.jobs.*[ops].args": Values({"days": 1}, {"days": 2}, "jobs"),
    "orchestration.jobs.*[ops].description": Values(*TEXTS, "jobs"),
    "orchestration.jobs.*[ops].tags": Values({"team": "core"}, {"team": "sales"}, "jobs"),
    "orchestration.schedules.*.job": Values("batch", "second", "schedules"),
    "orchestration.schedules.*.cron_schedule": Values("0 6 * * *", "0 7 * * *", "schedules"),
    "orchestration.schedules.*.timezone": Values("UTC", "Europe/Berlin", "schedules"),
    "orchestration.schedules.*.enabled": Values(True, False, "schedules"),
    "orchestration.schedules.*.partition_selector": Values("latest", "all", "schedules"),
    "orchestration.schedules.*.description": Values(*TEXTS, "schedules"),
    "orchestration.sensors.*[file_watcher].job": Values("ops", "second", "sensors"),
    "orchestration.sensors.*[file_watcher].path": Values("./incoming/", "./elsewhere/", "sensors"),
    "orchestration.sensors.*[file_watcher].pattern": Values("*.csv", "*.json", "sensors"),
    "orchestration.sensors.*[file_watcher].poll_interval_seconds": Values(30, 60, "sensors"),
    "orchestration.sensors.*[file_watcher].description": Values(*TEXTS, "sensors"),
    "orchestration.sensors.*[asset_sensor].job": Values("ops", "second", "sensors"),
    "orchestration.sensors.*[asset_sensor].watched_assets": Values(["by_day"], ["plain"], "sensors"),
    "orchestration.sensors.*[asset_sensor].poll_interval_seconds": Values(30, 60, "sensors"),
    "orchestration.sensors.*[asset_sensor].description": Values(*TEXTS, "sensors"),
    "orchestration.sensors.*[run_status].job": Values("ops", "second", "sensors"),
    "orchestration.sensors.*[run_status].watched_jobs": Values(["batch"], ["second"], "sensors"),
    "orchestration.sensors.*[run_status].status": Values("FAILURE", "CANCELED", "sensors"),
    "orchestration.sensors.*[run_status].poll_interval_seconds": Values(30, 60, "sensors"),
    "orchestration.sensors.*[run_status].description": Values(*TEXTS, "sensors"),
    "orchestration.sensors.*[custom].job": Values("ops", "second", "sensors"),
    "orchestration.sensors.*[custom].target_function": Values(
        f"{PACKAGE}.ops.look", f"{PACKAGE}.ops.listen", "sensors"
    ),
    "orchestration.sensors.*[custom].args": Values({"threshold": 1}, {"threshold": 2}, "sensors"),
    "orchestration.sensors.*[custom].poll_interval_seconds": Values(30, 60, "sensors"),
    "orchestration.sensors.*[custom].description": Values(*TEXTS, "sensors"),
    "orchestration.backfills.*.job": Values("batch", "second", "backfills"),
    "orchestration.backfills.*.partition_range.start": Values("2024-01-01", "2024-01-02", "backfills"),
    "orchestration.backfills.*.partition_range.end": Values("2024-01-03", "2024-01-04", "backfills"),
    "orchestration.backfills.*.batch_size": Values(1, 2, "backfills"),
    "orchestration.backfills.*.description": Values(*TEXTS, "backfills"),
    "orchestration.backfills.*.tags": Values({"team": "core"}, {"team": "sales"}, "runs of the backfill"),
}
PLATFORM_VALUES: dict[str, Values] = {
    "version": Values("1.0.0", "1.1.0"),
    "storage.*.type": Values("s3", "gcs", "catalog", {"storage.default.bucket": "lake"}),
    "storage.*.endpoint": Values("http://minio:9000", "http://other:9000", "catalog", REGION),
    "storage.*.region": Values("eu-central-1", "eu-west-1", "catalog", REGION),
    "storage.*.bucket": Values("lake", "pond", "catalog", {"storage.default.type": "s3"}),
    "storage.*.container": Values("lake", "pond", "catalog", AZURE),
    "storage.*.account": Values("acme", "other", "catalog", AZURE),
    "storage.*.project_id": Values("acme", "other", "catalog", GOOGLE),
    "storage.*.prefix": Values("prod", "test", "catalog", REGION),
    "storage.*.path": Values("tables", "files", "catalog"),
    "storage.*.path_style_access": Values(True, False, "catalog", REGION),
    "storage.*.credentials": Values({"secret_ref": "lake"}, {"secret_ref": "other"}, "catalog", REGION),
    "storage.*.properties": Values({"s3.signer": "a"}, {"s3.signer": "b"}, "catalog", REGION),
    "catalogs.*.type": Values("hive", "glue", "catalog", HIVE),
    "catalogs.*.uri": Values("https://catalog", "https://other", "catalog", {"catalogs.default.type": "rest"}),
    "catalogs.*.warehouse": Values("lake", "pond", "catalog", REST),
    "catalogs.*.region": Values("eu-central-1", "eu-west-1", "catalog", {"catalogs.default.type": "glue"}),
    "catalogs.*.namespace": Values("sales", "stock", "tables"),
    "catalogs.*.credentials": Values({"secret_ref": "lake"}, {"secret_ref": "other"}, "catalog", REST),
    "catalogs.*.properties": Values({"header.x": "a"}, {"header.x": "b"}, "catalog", REST),
    "compute.*.type": Values("duckdb", "postgres", "dbt"),
    "compute.*.properties": Values({"threads": 1}, {"threads": 2}, "dbt"),
    "compute.*.credentials": Values({"secret_ref": "lake"}, {"secret_ref": "other"}, "dbt"),
    "layers.*.storage_ref": Values("default", "archive", "tables"),
    "layers.*.catalog_ref": Values("default", "second", "tables"),
    "layers.*.namespace": Values("gold", "marts", "tables"),
    "layers.*.retention_days": Values(7, 30),
    "observability.otlp_endpoint": Values("http://collector:4318", "http://other:4318", "observability"),
    "observability.lineage_endpoint": Values("http://marquez:5000", "http://other:5000", "observability"),
    "observability.attributes": Values({"env": "prod"}, {"env": "test"}, "observability"),
    "observability.namespace": Values("lake", "pond", "observability"),
    "observability.headers": Values({"x-team": "core"}, {"x-team": "sales"}, "observability"),
    "execution.type": Values("in_process", "multiprocess", "executor"),
    "execution.config": Values(
        {"max_concurrent": 1}, {"max_concurrent": 2}, "executor", {"execution.type": "multiprocess"}
    ),
    "infrastructure": Values({"cluster": "a"}, {"cluster": "b"}),
    "security": Values({"level": 1}, {"level": 2}),
    "governance": Values({"owner": "a"}, {"owner": "b"}),
}


class Loaded(NamedTuple):
    """A project that is loaded, the folder it lies in, and an instance that nothing is kept in."""

    folder: Path
    definitions: dg.Definitions
    repository: Any
    instance: dg.DagsterInstance

    def catalog(self) -> CatalogResource:
        """The resource ``catalog``."""
        found: CatalogResource = (self.definitions.resources or {})["catalog"]
        return found


def assets(loaded: Loaded) -> Any:
    """Of every asset what Dagster knows of it."""
    graph = loaded.repository.asset_graph
    return {
        key.to_user_string(): (
            node.group_name,
            sorted(node.kinds),
            _partitions(node.partitions_def),
            repr(node.automation_condition),
            repr(node.backfill_policy),
        )
        for key, node in ((key, graph.get(key)) for key in sorted(graph.materializable_asset_keys))
    }


def _partitions(definition: Any) -> Any:
    if isinstance(definition, dg.MultiPartitionsDefinition):
        return {part.name: _partitions(part.partitions_def) for part in definition.partitions_defs}
    if isinstance(definition, dg.TimeWindowPartitionsDefinition):
        return definition.get_partition_keys(), definition.timezone, definition.cron_schedule
    return repr(definition)


def jobs(loaded: Loaded) -> Any:
    """Of both types of jobs what they run, with what configuration, and what describes them."""
    return [
        (
            job.description,
            job.tags,
            sorted(key.to_user_string() for key in job.asset_layer.selected_asset_keys),
            [(node.definition.description, _defaults(node.definition)) for node in job.nodes],
        )
        for job in map(loaded.repository.get_job, ("batch", "ops"))
    ]


def _defaults(op: Any) -> dict[str, Any]:
    fields = getattr(op.config_schema.config_type, "fields", {})
    return {name: field.default_value for name, field in fields.items()}


def schedules(loaded: Loaded) -> Any:
    """The schedule, and the partitions that it asks for at one tick."""
    schedule = loaded.repository.get_schedule_def("nightly")
    # Closed, because it opens the instance once more.
    with dg.build_schedule_context(
        instance=loaded.instance,
        scheduled_execution_time=datetime(2024, 1, 4, 6, tzinfo=timezone.utc),
        repository_def=loaded.repository,
    ) as context:
        partitions = [request.partition_key for request in schedule.evaluate_tick(context).run_requests or ()]
    zone, status = schedule.execution_timezone, schedule.default_status
    return schedule.job_name, schedule.cron_schedule, zone, status, schedule.description, partitions


def sensors(loaded: Loaded) -> Any:
    """Of every sensor how it is defined, what it watches, and what it asks for when jobs have failed."""
    found = {}
    for name in ("file_watcher", "asset_sensor", "run_status", "custom"):
        sensor = loaded.repository.get_sensor_def(name)
        with dg.DagsterInstance.ephemeral() as instance:
            first = sensor.evaluate_tick(_look(loaded, instance, None))
            for job in map(loaded.repository.get_job, ("batch", "second")):
                instance.report_run_failed(instance.create_run_for_job(job))
            second = sensor.evaluate_tick(_look(loaded, instance, first.cursor))
        told = ("floe/file", "floe/watched-job")
        found[name] = (
            [target.job_name for target in sensor.targets],
            sensor.minimum_interval_seconds,
            sensor.description,
            sorted(json.loads(first.cursor)) if name == "asset_sensor" else None,
            [[request.tags[tag] for tag in told if tag in request.tags] for request in second.run_requests or ()],
            [request.run_key for request in second.run_requests or () if name == "custom"],
        )
    return found


def _look(loaded: Loaded, instance: dg.DagsterInstance, cursor: str | None) -> dg.SensorEvaluationContext:
    return dg.build_sensor_context(instance=instance, repository_def=loaded.repository, cursor=cursor)


def observability(loaded: Loaded) -> Any:  # noqa: ARG001
    """What is sent to where."""
    return bound()


def executor(loaded: Loaded) -> Any:
    """What runs the steps, configured."""
    found = loaded.definitions.executor
    return found and (found.name, found.apply_config_mapping({}).value)  # type: ignore[union-attr]


def dbt(loaded: Loaded) -> Any:
    """How dbt is called, and the profile that is written for it; what dbt sees of the catalog is not repeated."""
    resource: Any = (loaded.definitions.resources or {})["dbt"]
    profiles = yaml.safe_load((Path(resource.profiles_dir) / "profiles.yml").read_text(encoding="utf-8"))
    for profile in profiles.values():
        for output in profile["outputs"].values():
            output.pop("plugins", None)
    return resource.project_dir, resource.profiles_dir, resource.target, resource.secrets, profiles


def catalog(loaded: Loaded) -> Any:
    """How the catalog of the project is opened."""
    return loaded.catalog().iceberg_properties()


def tables(loaded: Loaded) -> Any:
    """Where a table without a namespace and one of a layer are looked for, and where the latter is written."""
    resource = loaded.catalog()
    sought = []
    for name in ("orders", "gold.orders"):
        with pytest.raises(TableNotFoundError) as error:
            resource.load_table(name)
        sought.append(str(error.value))
    resource.write_to_layer("gold", "orders", [{"id": 1}])
    written = resource.load_table("gold.orders").location()
    resource.drop_table("gold.orders")
    return sought, written


def backfills(loaded: Loaded) -> Any:
    """What the backfill would do."""
    with redirect_stdout(StringIO()) as said:
        assert run_backfill("history", str(loaded.folder), dry_run=True, restart=True) == 0
    return said.getvalue()


def runs_of_the_backfill(loaded: Loaded) -> Any:
    """The tags of the last run of the backfill, but those that Dagster gives it."""
    assert run_backfill("history", str(loaded.folder), dry_run=False, restart=True) == 0
    with instance_for(loaded.folder) as instance:
        (run,) = instance.get_runs(filters=dg.RunsFilter(tags={BACKFILL_TAG: "history"}), limit=1)
    return {key: value for key, value in run.tags.items() if not key.startswith("dagster/")}


OBSERVATIONS: dict[str, Callable[[Loaded], Any]] = {
    "assets": assets,
    "jobs": jobs,
    "schedules": schedules,
    "sensors": sensors,
    "observability": observability,
    "executor": executor,
    "dbt": dbt,
    "catalog": catalog,
    "tables": tables,
    "backfills": backfills,
    "runs of the backfill": runs_of_the_backfill,
}
DECLARED = {
    "floe": {field.route: field for field in declared_fields(FloeFile)},
    "platform": {field.route: field for field in declared_fields(PlatformFile)},
}
VALUES = {"floe": FLOE_VALUES, "platform": PLATFORM_VALUES}
USED = [(file, route) for file, rows in VALUES.items() for route, values in rows.items() if values.differs is not None]
UNUSED = [(file, route) for file, rows in VALUES.items() for route, values in rows.items() if values.differs is None]


class Project:
    """A project in a folder, loaded again and again with other values."""

    def __init__(self, folder: Path, instance: dg.DagsterInstance) -> None:
        self._folder = folder
        self._instance = instance

    def load(self, changes: Mapping[str, Mapping[str, Any]]) -> Loaded:
        """The project with ``changes``: values by file and route."""
        for file, base in (("floe", FLOE), ("platform", PLATFORM)):
            data = _fresh(base)
            for route, value in changes.get(file, {}).items():
                _set(data, route, value)
            (self._folder / f"{file}.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
        definitions = FloeDefinitions.from_compiled_artifacts(floe_file=self._folder / "floe.yaml")
        return Loaded(self._folder, definitions, definitions.get_repository_def(), self._instance)


def _set(data: Any, route: str, value: Any) -> None:
    *above, last = route.split(".")
    for part in above:
        data = data[int(part)] if isinstance(data, list) else data.setdefault(part, {})
    data[last] = _fresh(value)


def _fresh(value: Any) -> Any:
    """A copy in which nothing is shared, so that a change is in one place."""
    return json.loads(json.dumps(value))


def _place(route: str) -> str:
    """Where the field of a route stands in the project."""
    parts: list[str] = []
    for part in route.split("."):
        if part.startswith("*"):
            part = part[2:-1] or str(ENTRIES[parts[-1]])
        parts.append(part)
    return ".".join(parts)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    folder = tmp_path_factory.mktemp("project")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    before, path = bound(), list(sys.path)
    with pytest.MonkeyPatch.context() as patch, dg.instance_for_test() as instance:
        patch.delenv("DAGSTER_HOME", raising=False)
        for name, value in SECRETS.items():
            patch.setenv(name, value)
        yield Project(folder, instance)
    bind(before)
    sys.path[:] = path
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.mark.parametrize("file", VALUES)
def test_every_field_has_two_values(file: str) -> None:
    assert list(VALUES[file]) == list(DECLARED[file])


def test_those_that_change_nothing_are_marked() -> None:
    marked = [(file, route) for file, fields in DECLARED.items() for route, one in fields.items() if not one.is_used]
    assert marked == UNUSED


@pytest.mark.parametrize(("file", "route"), USED, ids=[f"{file}-{route}" for file, route in USED])
def test_another_value_is_seen(file: str, route: str, project: Project) -> None:
    values = VALUES[file][route]
    assert values.differs is not None
    observe = OBSERVATIONS[values.differs]
    first, second = (
        observe(project.load({file: {**values.beside, _place(route): value}}))
        for value in (values.first, values.second)
    )
    assert first != second


def test_other_values_of_those_that_are_marked_change_nothing(project: Project) -> None:
    """All of them at once: each observation of all is worth it twice, not for every field."""
    changes: tuple[dict[str, dict[str, Any]], ...] = ({"floe": {}, "platform": {}}, {"floe": {}, "platform": {}})
    for file, route in UNUSED:
        values = VALUES[file][route]
        for change, value in zip(changes, (values.first, values.second), strict=True):
            change[file].update({**values.beside, _place(route): value})
    first, second = (
        {name: observe(loaded) for name, observe in OBSERVATIONS.items()} for loaded in map(project.load, changes)
    )
    assert first == second
