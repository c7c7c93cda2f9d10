"""Every block of the quickstart, used as it is written, and what Dagster then does.

A block that is an excerpt is completed with what the page leaves out. The blocks are taken from the page in order, so
a new one breaks the unpacking below until a test uses it.
"""

from __future__ import annotations

import ast
import re
import runpy
import shlex
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg
import pytest
import yaml
from dagster._utils.schedules import schedule_execution_time_iterator
from packaging.requirements import Requirement

from floe_dagster import FloeDefinitions
from floe_dagster.observability.config import ObservabilityConfig
from floe_lint.api import lint
from floe_lint.validated import InvalidProjectError
from tests.docs.blocks import blocks_of
from tests.loader.installed import environment
from tests.rule_cases import ROOT

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

pytestmark = pytest.mark.slow

PAGE = ROOT / "docs" / "quickstart.md"
EXAMPLE = ROOT / "examples" / "ecommerce"

BLOCKS = blocks_of(PAGE.read_text(encoding="utf-8"))
(
    BEFORE,
    AFTER,
    INSTALL,
    DECLARE,
    FOLDERS,
    BRONZE,
    DEFINITIONS,
    DAGSTER_TOML,
    RUN,
    LAYOUT,
    GOLD,
    DECORATOR,
    DBT,
    DBT_SETTINGS,
    DBT_LAYOUT,
    SOURCES,
    BATCH_JOBS,
    OPS_JOB,
    SCHEDULES,
    VARIABLE_SCHEDULE,
    VARIABLES,
    TIME_PARTITIONS,
    STATIC_PARTITIONS,
    MULTI_PARTITIONS,
    BACKFILL,
    BACKFILL_COMMANDS,
    FILE_WATCHER,
    ASSET_SENSOR,
    RUN_STATUS,
    CUSTOM_FUNCTION,
    CUSTOM_SENSOR,
    COMPLETE,
    COMPLETE_BRONZE,
    COMPLETE_DEFINITIONS,
    ALLOWED,
    PLATFORM,
) = (block.text for block in BLOCKS)

HEADER = 'name: my-pipeline\nversion: "1.0.0"\n'
MODULES = "asset_modules: [my_pipeline.assets.bronze, my_pipeline.assets.gold, my_pipeline.assets.others]\n"

FILES = {
    "pyproject.toml": "[project]\nname = 'my-pipeline'\nversion = '1.0.0'\n" + DAGSTER_TOML,
    "definitions.py": DEFINITIONS,
    "my_pipeline/__init__.py": "",
    "my_pipeline/assets/__init__.py": "",
    "my_pipeline/assets/bronze.py": BRONZE,
    "my_pipeline/assets/gold.py": GOLD,
    "my_pipeline/assets/others.py": """\
        from floe_dagster import floe_asset


        @floe_asset(group_name="external")
        def external_data(): ...


        @floe_asset(group_name="streaming")
        def streaming_clicks(context): ...


        @floe_asset(group_name="regional")
        def regional_stock(context): ...


        @floe_asset(group_name="sales")
        def sales_daily(context): ...
        """,
    "my_pipeline/ops/__init__.py": "",
    "my_pipeline/ops/vacuum.py": """\
        CALLS = []


        def vacuum_old_snapshots(context, catalog, retention_days, dry_run):
            CALLS.append((type(catalog).__name__, retention_days, dry_run))


        def nothing(context): ...
        """,
    "my_pipeline/sensors/__init__.py": "",
    # The block takes a check of the file and Dagster's request for granted.
    "my_pipeline/sensors/custom.py": "from dagster import RunRequest\nfrom pathlib import Path\n\n\n"
    "def file_exists_and_meets_condition(path, threshold):\n"
    "    return Path(path).exists() and len(Path(path).read_bytes()) >= threshold\n\n\n" + CUSTOM_FUNCTION,
    "data/raw/customers.csv": "customer_id,email\n1,ann@example.com\n2,bob@example.com\n3,cat@example.com\n",
    "data/raw/orders.csv": "order_id,customer_id,product,amount\n1,1,tea,3\n2,1,cup,5\n3,2,tea,4\n",
    "dbt_project.yml": """\
        name: my_pipeline
        version: "1.0.0"
        profile: my_pipeline
        flags: {send_anonymous_usage_stats: false}
        models:
          my_pipeline:
            +materialized: table
            silver: {+schema: silver}
            gold: {+schema: gold}
            reports: {+schema: reports}
        """,
    "macros/generate_schema_name.sql": """\
        {% macro generate_schema_name(custom_schema_name, node) -%}
            {{ custom_schema_name or target.schema }}
        {%- endmacro %}
        """,
    "models/sources.yml": SOURCES,
    "models/silver/silver.yml": """\
        version: 2
        models:
          - name: stg_customers
            columns:
              - name: customer_id
                data_tests: [not_null, unique]
        """,
    "models/silver/stg_customers.sql": """\
        {{ config(alias='customers') }}
        select * from {{ source('bronze', 'customers') }}
        """,
    "models/silver/stg_orders.sql": """\
        {{ config(alias='orders') }}
        select * from {{ source('bronze', 'orders') }}
        """,
    "models/silver/stg_products.sql": "select distinct product from {{ ref('stg_orders') }}",
    "models/gold/customer_orders.sql": """\
        {{ config(alias='orders_by_customer') }}
        select customer_id, count(*) as orders
        from {{ ref('stg_customers') }} join {{ ref('stg_orders') }} using (customer_id) group by all
        """,
    "models/gold/revenue_by_product.sql": """\
        select product, sum(amount) as revenue
        from {{ ref('stg_orders') }} group by all
        """,
    "models/reports/top_products.sql": """\
        select product
        from {{ ref('revenue_by_product') }} order by revenue desc limit 1
        """,
}
BRONZE_ASSETS = {"bronze_customers", "bronze_orders"}
SILVER_ASSETS = {"stg_customers", "stg_orders", "stg_products"}
GOLD_ASSETS = {"customer_orders", "gold_customer_orders", "revenue_by_product"}


class Pipeline(NamedTuple):
    """A project made of the quickstart's blocks."""

    folder: Path
    environment: dict[str, str]

    def write(self, path: str, text: str) -> None:
        """Write one file of the project."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(text), encoding="utf-8")

    def repository(self, floe: str) -> Any:
        """What Dagster makes of a floe.yaml."""
        self.write("floe.yaml", floe)
        definitions = FloeDefinitions.from_compiled_artifacts(floe_file=self.folder / "floe.yaml")
        dg.Definitions.validate_loadable(definitions)
        return definitions.get_repository_def()

    def shell(self, script: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a block of shell in the project's folder."""
        return subprocess.run(
            ["bash", "-e", "-c", script],
            cwd=self.folder,
            env={**self.environment, **variables},
            capture_output=True,
            text=True,
            timeout=300,
        )


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Pipeline:
    """The files of the project, with a manifest that dbt wrote."""
    folder = tmp_path_factory.mktemp("quickstart")
    pipeline = Pipeline(folder / "project", environment(folder))
    for path, text in FILES.items():
        pipeline.write(path, text)
    pipeline.write("floe.yaml", DECLARE)
    compiled = pipeline.shell("floe compile")
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    return pipeline


@pytest.fixture
def pipeline(template: Pipeline, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pipeline]:
    """A copy of the project, forgotten by Python afterwards."""
    folder = tmp_path / "project"
    shutil.copytree(template.folder, folder, ignore=shutil.ignore_patterns(".floe"))
    monkeypatch.chdir(folder)
    monkeypatch.setenv("DO_NOT_TRACK", "1")
    path = list(sys.path)
    yield Pipeline(folder, template.environment)
    sys.path[:] = path
    for name in list(sys.modules):
        if name.partition(".")[0] in ("my_pipeline", "demo", "ecommerce"):
            del sys.modules[name]


def _floe(*sections: str) -> str:
    """A floe.yaml that has these sections under ``orchestration``."""
    return HEADER + "orchestration:\n" + "".join(textwrap.indent(section, "  ") for section in sections)


def _more(section: str, lines: str) -> str:
    """A section with further entries."""
    return section.rstrip("\n") + "\n" + textwrap.indent(textwrap.dedent(lines), "  ")


def _run(repository: Any, job: str, instance: Any = None, partition: str | None = None, **options: Any) -> set[str]:
    """The assets that a job materializes."""
    result = repository.get_job(job).execute_in_process(instance=instance, partition_key=partition, **options)
    return {event.asset_key.to_user_string() for event in result.get_asset_materialization_events()}


def _ticks(repository: Any, name: str, since: str, count: int) -> list[str]:
    """When a schedule ticks, in UTC."""
    schedule = repository.get_schedule_def(name)
    found = schedule_execution_time_iterator(
        datetime.fromisoformat(since).replace(tzinfo=timezone.utc).timestamp(),
        schedule.cron_schedule,
        schedule.execution_timezone,
    )
    return [f"{tick.astimezone(timezone.utc):%Y-%m-%d %H:%M}" for tick in islice(found, count)]


def _tick(repository: Any, name: str, at: str, instance: dg.DagsterInstance) -> list[str | None]:
    """The partitions that a tick of a schedule asks for."""
    context = dg.build_schedule_context(
        instance=instance,
        scheduled_execution_time=datetime.fromisoformat(at).replace(tzinfo=timezone.utc),
        repository_def=repository,
    )
    return [request.partition_key for request in repository.get_schedule_def(name).evaluate_tick(context).run_requests]


def _look(repository: Any, name: str, instance: dg.DagsterInstance, cursor: str | None = None) -> Any:
    """One evaluation of a sensor."""
    context = dg.build_sensor_context(instance=instance, repository_def=repository, cursor=cursor)
    return repository.get_sensor_def(name).evaluate_tick(context)


def _status(definition: Any) -> bool:
    return bool(definition.default_status.value == "RUNNING")


@pytest.fixture
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.instance_for_test() as found:
        yield found


def test_every_block_is_used() -> None:
    tree = ast.parse(Path(__file__).read_text(encoding="utf-8"))
    (names,) = [
        [element.id for element in node.targets[0].elts if isinstance(element, ast.Name)]
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple)
    ]
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    assert [name for name in names if name not in used] == []
    assert {block.language for block in BLOCKS} == {"python", "yaml", "bash", "toml", ""}


def test_definitions_in_python_are_merged_with_those_of_floe_yaml(
    pipeline: Pipeline, instance: dg.DagsterInstance
) -> None:
    code = re.sub(r"(\n +)(# (?:Asset|Wrapper).*)", r"\1return {'rows': 1}  \2", BEFORE)
    code = code.replace(
        "defs =",
        textwrap.dedent("""\
        @floe_asset(group_name="bronze")
        def bronze_products(context): ...

        @floe_asset(group_name="gold")
        def gold_marts(context): ...

        demo_pipeline_job = define_asset_job(name="demo_pipeline", selection=AssetSelection.all())
        transform_pipeline_schedule = ScheduleDefinition(job=demo_pipeline_job, cron_schedule="0 1 * * *")

        @sensor(job=demo_pipeline_job)
        def file_arrival_sensor(context): ...

        defs ="""),
    )
    imports = "from dagster import AssetSelection, sensor\nfrom floe_dagster import FloeDefinitions, floe_asset\n"
    pipeline.write("floe.yaml", _floe(DBT.removeprefix("orchestration:\n").replace("\n  ", "\n").lstrip()))
    pipeline.write("definitions.py", imports + code)
    repository = runpy.run_path("definitions.py")["defs"].get_repository_def()
    assert _run(repository, "demo_bronze", instance) == {"bronze_customers", "bronze_products"}
    assert _ticks(repository, "bronze_refresh_schedule", "2024-03-01T00:01", 2) == [
        "2024-03-01 00:05",
        "2024-03-01 00:10",
    ]
    assert repository.get_sensor_def("file_arrival_sensor").job_name == "demo_pipeline"
    assert repository.assets_defs_by_key[dg.AssetKey("stg_orders")].group_names_by_key == {
        dg.AssetKey(model): group
        for group, models in {
            "silver": SILVER_ASSETS,
            "gold": GOLD_ASSETS - {"gold_customer_orders"},
            "reports": {"top_products"},
        }.items()
        for model in models
    }


def test_what_it_is_replaced_by(
    pipeline: Pipeline, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch
) -> None:
    (pipeline.folder / "my_pipeline").rename(pipeline.folder / "demo")
    repository = pipeline.repository(HEADER + AFTER)
    assert _run(repository, "bronze_refresh", instance) == BRONZE_ASSETS
    assert _ticks(repository, "daily_bronze", "2024-03-01", 2) == ["2024-03-01 06:00", "2024-03-02 06:00"]
    assert _status(repository.get_schedule_def("daily_bronze"))
    monkeypatch.setenv("SCHEDULE_ENABLED", "false")
    assert not _status(pipeline.repository(HEADER + AFTER).get_schedule_def("daily_bronze"))


def test_the_extra_that_is_installed_exists() -> None:
    pip, install, wanted = shlex.split(INSTALL)
    assert (pip, install) == ("pip", "install")
    requirement = Requirement(wanted)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert requirement.name == project["name"]
    assert requirement.extras <= project["optional-dependencies"].keys()


def test_five_minutes(pipeline: Pipeline, tmp_path: Path, instance: dg.DagsterInstance) -> None:
    fresh = Pipeline(tmp_path / "fresh", pipeline.environment)
    fresh.folder.mkdir()
    fresh.write("floe.yaml", DECLARE)
    assert fresh.shell(FOLDERS).returncode == 0
    given = (
        "dbt_project.yml",
        "macros",
        "models",
        "data",
        "pyproject.toml",
        "definitions.py",
        "my_pipeline/assets/gold",
    )
    for path, text in FILES.items():
        if path.startswith(given) or path.endswith("assets/bronze.py"):
            fresh.write(path, text)
    command, serve = [line for line in RUN.splitlines() if line and not line.startswith("#")]
    assert serve == "dagster dev"
    compiled = fresh.shell(command)
    assert compiled.returncode == 0, compiled.stderr
    assert compiled.stdout.endswith("wrote .floe/compiled_artifacts.json\n")
    # What "dagster dev" loads and serves is in test_dagster_dev.py; here the same module is loaded and run.
    listed = fresh.shell("dagster definitions validate")
    assert listed.returncode == 0, listed.stderr
    repository = pipeline.repository(DECLARE)
    assert _run(repository, "bronze_load", instance) == BRONZE_ASSETS
    assert _run(repository, "full_pipeline", instance) == BRONZE_ASSETS | SILVER_ASSETS | GOLD_ASSETS
    found = instance.get_latest_materialization_event(dg.AssetKey("gold_customer_orders"))
    assert found is not None
    assert found.asset_materialization is not None
    assert found.asset_materialization.metadata["rows"].value == 2
    assert repository.get_job("full_pipeline").description == "Run complete data pipeline"
    assert _ticks(repository, "daily_refresh", "2024-03-01", 1) == ["2024-03-01 06:00"]
    assert _tick(repository, "daily_refresh", "2024-03-01T06:00", instance) == [None]


def _paths(tree: str) -> list[str]:
    """The files of a drawn folder tree."""
    stack: list[str] = []
    found = []
    for line in tree.splitlines():
        drawn = re.match(r"[│├└─ ]*", line)
        assert drawn is not None
        name = line[drawn.end() :].split("#")[0].strip()
        del stack[len(drawn.group()) // 4 :]
        stack.append(name.rstrip("/"))
        if not name.endswith("/"):
            found.append("/".join(stack))
    return found


def test_assets_by_layer(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    paths = _paths(LAYOUT)
    assert paths == [
        "my_pipeline/assets/__init__.py",
        "my_pipeline/assets/bronze.py",
        "my_pipeline/assets/gold.py",
        "my_pipeline/assets/ops.py",
        "my_pipeline/orchestration/definitions.py",
        "my_pipeline/floe.yaml",
    ]
    pipeline.write(
        "my_pipeline/assets/ops.py", "from floe_dagster import floe_asset\n\n\n@floe_asset\ndef health(): ...\n"
    )
    pipeline.write("my_pipeline/orchestration/definitions.py", DEFINITIONS)
    modules = '["my_pipeline.assets.bronze", "my_pipeline.assets.ops"]'
    pipeline.write(
        "my_pipeline/floe.yaml", _floe(f"asset_modules: {modules}\njobs:\n  all: {{type: batch, selection: ['*']}}\n")
    )
    (pipeline.folder / "floe.yaml").unlink(missing_ok=True)
    shutil.copytree("data", "my_pipeline/data")
    repository = runpy.run_path("my_pipeline/orchestration/definitions.py")["defs"].get_repository_def()
    assert _run(repository, "all", instance) == {*BRONZE_ASSETS, "health"}


def test_what_the_decorator_takes(pipeline: Pipeline) -> None:
    code = DECORATOR.replace("    # Asset implementation", "    return {'rows': 3}")
    pipeline.write("my_pipeline/assets/others.py", f"from floe_dagster import floe_asset\n\n{code}")
    repository = pipeline.repository(_floe("asset_modules: [my_pipeline.assets.others]\n"))
    (spec,) = repository.assets_defs_by_key[dg.AssetKey("my_asset")].specs
    assert spec.group_name == "bronze"
    assert spec.description == "Load data..."
    assert repository.assets_defs_by_key[spec.key].op.tags == {"dagster/compute_kind": "python"}
    assert [dep.asset_key.to_user_string() for dep in spec.deps] == ["upstream_asset"]
    assert spec.metadata["floe/inputs"].value == ["raw.table"]
    assert spec.metadata["floe/outputs"].value == ["bronze.table"]
    result = dg.materialize([repository.assets_defs_by_key[spec.key]])
    (event,) = result.get_asset_materialization_events()
    assert event.materialization.metadata["rows"].value == 3


def test_every_model_is_an_asset_and_every_test_a_check(pipeline: Pipeline) -> None:
    repository = pipeline.repository(HEADER + DBT + textwrap.indent(MODULES, "  "))
    definition = repository.assets_defs_by_key[dg.AssetKey("stg_orders")]
    models = SILVER_ASSETS | {"customer_orders", "revenue_by_product", "top_products"}
    assert {key.to_user_string() for key in definition.keys} == models
    assert {(key.asset_key.to_user_string(), key.name) for key in definition.check_keys} == {
        ("stg_customers", "not_null_stg_customers_customer_id"),
        ("stg_customers", "unique_stg_customers_customer_id"),
    }
    graph = repository.asset_graph
    # The source bronze.customers of the page is the asset whose output has that name.
    assert {key.to_user_string() for key in graph.get(dg.AssetKey("stg_customers")).parent_keys} == {"bronze_customers"}
    assert {key.to_user_string() for key in graph.get(dg.AssetKey("gold_customer_orders")).parent_keys} == {
        "stg_customers",
        "stg_orders",
    }


def test_settings_of_dbt(pipeline: Pipeline, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch) -> None:
    home = pipeline.folder / "home"
    config = {"catalog": "default", "storage": "default", "project_dir": str(pipeline.folder)}
    plugin = {"module": "floe_dagster.dbt_plugin", "alias": "iceberg", "config": config}
    outputs = {
        target: {"type": "duckdb", "path": str(home / f"{target}.duckdb"), "plugins": [plugin]}
        for target in ("dev", "prod")
    }
    pipeline.write("home/.dbt/profiles.yml", yaml.safe_dump({"my_pipeline": {"target": "dev", "outputs": outputs}}))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("DBT_MANIFEST_PATH", "compiled/manifest.json")
    monkeypatch.setenv("DBT_TARGET", "prod")
    (pipeline.folder / "dbt_project").mkdir()
    for name in ("dbt_project.yml", "models", "macros"):
        shutil.move(name, f"dbt_project/{name}")
    jobs = "jobs:\n  customers: {type: batch, selection: [+stg_customers]}\n"
    pipeline.write("compiled/manifest.json", (pipeline.folder / "target/manifest.json").read_text(encoding="utf-8"))
    shutil.rmtree("target")
    repository = pipeline.repository(_floe(MODULES, DBT_SETTINGS, jobs))
    assert _run(repository, "customers", instance) == {"bronze_customers", "stg_customers"}
    assert (home / "prod.duckdb").exists()
    assert not (home / "dev.duckdb").exists()
    # The other value that the page names: one asset for the whole dbt project.
    as_one = DBT_SETTINGS.replace('"per_model"', '"job_level"')
    jobs = "jobs:\n  dbt: {type: batch, selection: ['+group:dbt']}\n"
    assert _run(pipeline.repository(_floe(MODULES, as_one, jobs)), "dbt", instance) == {*BRONZE_ASSETS, "my_pipeline"}


def test_the_folder_under_models_is_the_group(pipeline: Pipeline) -> None:
    shutil.rmtree("models")
    paths = _paths(DBT_LAYOUT)
    assert paths == [
        "dbt_project/models/staging/stg_customers.sql",
        "dbt_project/models/staging/stg_orders.sql",
        "dbt_project/models/marts/customer_orders.sql",
        "dbt_project/target/manifest.json",
    ]
    groups = dict(re.findall(r"(\w+)\.sql +# an asset of the group \"(\w+)\"", DBT_LAYOUT))
    assert groups == {"stg_customers": "staging", "customer_orders": "marts"}
    for path in paths:
        if path.endswith(".sql"):
            pipeline.write(path, "select 1 as id")
    shutil.move("dbt_project.yml", "dbt_project/dbt_project.yml")
    floe = _floe("dbt:\n  project_dir: dbt_project\n  manifest_path: dbt_project/target/manifest.json\n")
    pipeline.write("floe.yaml", floe)
    compiled = pipeline.shell("floe compile")
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    assert (pipeline.folder / paths[-1]).exists()
    repository = pipeline.repository(floe)
    found = repository.assets_defs_by_key[dg.AssetKey("stg_orders")].group_names_by_key
    assert {key.to_user_string(): group for key, group in found.items()} == {**groups, "stg_orders": "staging"}


def test_batch_jobs(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    repository = pipeline.repository(_floe(MODULES, _dbt(), BATCH_JOBS))
    assert _run(repository, "bronze_load", instance) == BRONZE_ASSETS | {"external_data"}
    # Upstream of customer_orders are two staging models; downstream of revenue_by_product is the report.
    assert _run(repository, "gold_pipeline", instance) == {
        *BRONZE_ASSETS,
        *GOLD_ASSETS,
        "stg_customers",
        "stg_orders",
        "top_products",
    }
    assert repository.get_job("gold_pipeline").description == "Generate gold analytics"


def _dbt() -> str:
    return textwrap.dedent(DBT.removeprefix("orchestration:\n"))


def test_an_ops_job(pipeline: Pipeline, instance: dg.DagsterInstance, monkeypatch: pytest.MonkeyPatch) -> None:
    repository = pipeline.repository(_floe(MODULES, OPS_JOB))
    job = repository.get_job("vacuum_tables")
    assert job.execute_in_process(instance=instance).success
    (op,) = job.nodes
    changed = {"ops": {op.name: {"config": {"retention_days": 7}}}}
    assert job.execute_in_process(instance=instance, run_config=changed).success
    monkeypatch.setenv("VACUUM_RETENTION", "90")
    assert pipeline.repository(_floe(MODULES, OPS_JOB)).get_job("vacuum_tables").execute_in_process().success
    assert sys.modules["my_pipeline.ops.vacuum"].CALLS == [
        ("CatalogResource", 30, False),
        ("CatalogResource", 7, False),
        ("CatalogResource", 90, False),
    ]


def test_schedules(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    jobs = BATCH_JOBS + OPS_JOB.removeprefix("jobs:\n")
    daily = "partitions:\n  daily: {type: time_window, start: '2024-01-01', cron_schedule: '0 0 * * *'}\n"
    assets = "assets:\n  gold_customer_orders: {partitions: daily}\n"
    repository = pipeline.repository(_floe(MODULES, _dbt(), jobs, daily, assets, SCHEDULES))
    # Six in New York, over the change to summer time on 10 March 2024.
    assert _ticks(repository, "daily_bronze", "2024-03-09", 2) == ["2024-03-09 11:00", "2024-03-10 10:00"]
    assert _ticks(repository, "weekly_vacuum", "2024-03-06", 2) == ["2024-03-10 02:00", "2024-03-17 02:00"]
    assert _ticks(repository, "hourly_incremental", "2024-03-01T00:30", 2) == ["2024-03-01 01:00", "2024-03-01 02:00"]
    assert _tick(repository, "daily_bronze", "2024-03-09T11:00", instance) == [None]
    assert _tick(repository, "weekly_vacuum", "2024-03-10T02:00", instance) == [None]
    assert _tick(repository, "hourly_incremental", "2024-03-01T01:00", instance) == ["2024-02-29"]
    assert all(_status(schedule) for schedule in repository.schedule_defs)
    assert repository.get_schedule_def("daily_bronze").description == "Daily bronze data refresh"


def test_schedules_by_environment(pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch) -> None:
    floe = _floe(MODULES, "jobs:\n  full_pipeline: {type: batch, selection: ['*']}\n", VARIABLE_SCHEDULE)

    def found() -> tuple[str, bool]:
        schedule = pipeline.repository(floe).get_schedule_def("production_job")
        return schedule.cron_schedule, _status(schedule)

    assert found() == ("0 6 * * *", False)
    verdicts = []
    for script in VARIABLES.split("\n\n"):
        shown = pipeline.shell(f'{script}\nprintf "%s\\n" "$PROD_SCHEDULE" "$PROD_ENABLED"').stdout.splitlines()
        monkeypatch.setenv("PROD_SCHEDULE", shown[0])
        monkeypatch.setenv("PROD_ENABLED", shown[1])
        verdicts.append(found())
    assert verdicts == [("0 6 * * *", True), ("0 */4 * * *", False)]


def test_time_partitions(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    jobs = _more(
        "jobs:",
        """\
        bronze: {type: batch, selection: ['group:bronze']}
        clicks: {type: batch, selection: [streaming_clicks]}
        """,
    )
    repository = pipeline.repository(_floe(MODULES, jobs, TIME_PARTITIONS))
    graph = repository.asset_graph
    daily = graph.get(dg.AssetKey("bronze_orders")).partitions_def
    hourly = graph.get(dg.AssetKey("streaming_clicks")).partitions_def
    assert daily.get_partition_keys(datetime(2024, 1, 4, 12, tzinfo=timezone.utc)) == [
        "2024-01-01",
        "2024-01-02",
        "2024-01-03",
    ]
    assert hourly.time_window_for_partition_key("2024-01-01-00:00").start == datetime(
        2024, 1, 1, 5, tzinfo=timezone.utc
    )
    assert graph.get(dg.AssetKey("bronze_orders")).automation_condition == dg.AutomationCondition.eager()
    assert graph.get(dg.AssetKey("streaming_clicks")).automation_condition == dg.AutomationCondition.on_missing()
    assert _run(repository, "bronze", instance, "2024-01-02") == BRONZE_ASSETS
    assert _run(repository, "clicks", instance, "2024-01-01-07:00") == {"streaming_clicks"}
    assert instance.get_materialized_partitions(dg.AssetKey("bronze_orders")) == {"2024-01-02"}
    # The conditions are evaluated by a sensor that runs from the start.
    assert _status(repository.get_sensor_def("floe_automation"))


def test_static_partitions(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    jobs = "jobs:\n  regional: {type: batch, selection: [regional_stock]}\n"
    repository = pipeline.repository(_floe(MODULES, jobs, STATIC_PARTITIONS))
    keys = repository.get_job("regional").partitions_def.get_partition_keys()
    assert keys == ["us-east", "us-west", "eu-central", "ap-southeast"]
    assert _run(repository, "regional", instance, "eu-central") == {"regional_stock"}
    assert instance.get_materialized_partitions(dg.AssetKey("regional_stock")) == {"eu-central"}


def test_multi_partitions(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    jobs = "jobs:\n  sales: {type: batch, selection: [sales_daily]}\n"
    schedules = "schedules:\n  nightly: {job: sales, cron_schedule: '0 1 * * *'}\n"
    repository = pipeline.repository(_floe(MODULES, jobs, schedules, MULTI_PARTITIONS))
    assert _tick(repository, "nightly", "2024-02-01T01:00", instance) == [
        "2024-01-31|us",
        "2024-01-31|eu",
        "2024-01-31|ap",
    ]
    assert _run(repository, "sales", instance, "2024-01-31|eu") == {"sales_daily"}
    assert instance.get_materialized_partitions(dg.AssetKey("sales_daily")) == {"2024-01-31|eu"}


def test_a_backfill(pipeline: Pipeline) -> None:
    pipeline.write(
        "my_pipeline/assets/bronze.py",
        """\
        from floe_dagster import floe_asset


        @floe_asset(group_name="bronze")
        def bronze_customers(context):
            with open("done.txt", "a") as file:
                file.write(context.partition_key + "\\n")
        """,
    )
    modules = "asset_modules: [my_pipeline.assets.bronze]\n"
    jobs = "jobs:\n  bronze_load: {type: batch, selection: ['group:bronze']}\n"
    partitions = TIME_PARTITIONS.partition("\n# Apply")[0]
    assets = "assets:\n  bronze_customers: {partitions: daily_partition}\n"
    pipeline.write("floe.yaml", _floe(modules, jobs, partitions, assets, BACKFILL))
    done = pipeline.folder / "done.txt"
    dry, real = BACKFILL_COMMANDS.splitlines()
    planned = pipeline.shell(dry)
    assert planned.returncode == 0, planned.stderr
    first, described, *batches = planned.stdout.splitlines()
    assert first == 'backfill "historical_2024" runs job "bronze_load" for 366 of 366 partitions'
    assert described == "  Backfill 2024 historical data"
    assert (len(batches), batches[0], batches[-1]) == (
        74,
        "  batch 1: 2024-01-01 to 2024-01-05 (5 partitions)",
        "  batch 74: 2024-12-31",
    )
    assert not done.exists()
    # A year takes minutes: the run is stopped after a few days, and goes on from there.
    year = [f"{datetime(2024, 1, 1) + timedelta(days=day):%Y-%m-%d}" for day in range(366)]
    with subprocess.Popen(
        ["bash", "-c", f"exec {real}"],
        cwd=pipeline.folder,
        env=pipeline.environment,
        # What runs in the background ignores it, and so do its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "batch 1 of 74: 2024-01-01 to 2024-01-05 (5 partitions)\n"
        assert process.stdout.readline() == "batch 2 of 74: 2024-01-06 to 2024-01-10 (5 partitions)\n"
        assert process.stdout.readline() == "batch 3 of 74: 2024-01-11 to 2024-01-15 (5 partitions)\n"
        process.send_signal(signal.SIGINT)
        message = process.stderr.read()
    assert 'backfill "historical_2024" was interrupted; run the command again to go on' in message
    count = len(done.read_text().split())
    assert done.read_text().split() == year[:count]
    assert count >= 10
    planned = pipeline.shell(dry)
    match = re.match(r'backfill "historical_2024" runs job "bronze_load" for (\d+) of 366 partitions\n', planned.stdout)
    assert match is not None
    # The partition that was interrupted runs again.
    assert 366 - count <= int(match.group(1)) <= 356


def test_a_file_watcher(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    jobs = "jobs:\n  bronze_load: {type: batch, selection: ['group:bronze']}\n"
    repository = pipeline.repository(_floe(MODULES, jobs, FILE_WATCHER))
    sensor = repository.get_sensor_def("data_arrival_trigger")
    assert (sensor.job_name, sensor.minimum_interval_seconds) == ("bronze_load", 60)
    pipeline.write("incoming/customers_eu.csv", "1")
    pipeline.write("incoming/orders_eu.csv", "1")
    first = _look(repository, "data_arrival_trigger", instance)
    assert first.run_requests == []
    (request,) = _look(repository, "data_arrival_trigger", instance, first.cursor).run_requests
    assert request.tags["floe/file"] == "customers_eu.csv"
    assert _run(repository, "bronze_load", instance, tags=dict(request.tags)) == BRONZE_ASSETS


def test_an_asset_sensor(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    repository = pipeline.repository(_floe(MODULES, _dbt(), BATCH_JOBS, ASSET_SENSOR))
    first = _look(repository, "gold_dependency_trigger", instance)
    assert first.run_requests == []
    assert _run(repository, "bronze_load", instance) >= BRONZE_ASSETS
    second = _look(repository, "gold_dependency_trigger", instance, first.cursor)
    (request,) = second.run_requests
    assert repository.get_sensor_def("gold_dependency_trigger").job_name == "gold_pipeline"
    # gold_pipeline builds the watched assets itself, which does not start it again.
    watched = [dg.AssetKey(name) for name in BRONZE_ASSETS]
    own = _run(repository, "gold_pipeline", instance, tags=dict(request.tags), asset_selection=watched)
    assert own == BRONZE_ASSETS
    assert _look(repository, "gold_dependency_trigger", instance, second.cursor).run_requests == []


def test_a_run_status_sensor(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    jobs = _more(BATCH_JOBS, "send_alert: {type: ops, target_function: my_pipeline.ops.vacuum.nothing}\n")
    with pytest.raises(InvalidProjectError, match=r'sensor "failure_notification" runs job "send_alert", which is not'):
        pipeline.repository(_floe(MODULES, _dbt(), BATCH_JOBS, RUN_STATUS))
    repository = pipeline.repository(_floe(MODULES, _dbt(), jobs, RUN_STATUS))
    sensor = repository.get_sensor_def("failure_notification")
    shutil.rmtree("data")
    failed = repository.get_job("bronze_load").execute_in_process(instance=instance, raise_on_error=False)
    assert not failed.success
    context = dg.build_run_status_sensor_context(
        sensor_name="failure_notification",
        dagster_instance=instance,
        dagster_run=failed.dagster_run,
        dagster_event=failed.get_run_failure_event(),
    )
    (request,) = list(sensor(context))
    assert sensor.job_name == "send_alert"
    assert request.tags == {
        "floe/sensor": "failure_notification",
        "floe/watched-job": "bronze_load",
        "floe/watched-run": failed.run_id,
    }
    assert repository.get_job("send_alert").execute_in_process(instance=instance, tags=request.tags).success


def test_a_custom_sensor(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    jobs = "jobs:\n  special_process: {type: batch, selection: [external_data]}\n"
    repository = pipeline.repository(_floe(MODULES, jobs, CUSTOM_SENSOR))
    sensor = repository.get_sensor_def("local_condition_sensor")
    assert (sensor.job_name, sensor.minimum_interval_seconds) == ("special_process", 120)
    assert _look(repository, "local_condition_sensor", instance).run_requests == []
    pipeline.write("status/ready.flag", "x" * 999)
    assert _look(repository, "local_condition_sensor", instance).run_requests == []
    pipeline.write("status/ready.flag", "x" * 1000)
    (request,) = _look(repository, "local_condition_sensor", instance, "7").run_requests
    assert request.run_key == "local_trigger_7"
    assert _run(repository, "special_process", instance, tags=dict(request.tags)) == {"external_data"}


def test_the_complete_example(pipeline: Pipeline, tmp_path: Path, instance: dg.DagsterInstance) -> None:
    assert (EXAMPLE / "floe.yaml").read_text(encoding="utf-8") == COMPLETE
    bronze = (EXAMPLE / "ecommerce/assets/bronze.py").read_text(encoding="utf-8")
    assert COMPLETE_BRONZE in bronze
    definitions = (EXAMPLE / "ecommerce/orchestration/definitions.py").read_text(encoding="utf-8")
    assert f"# ecommerce/orchestration/definitions.py\n{definitions}" == COMPLETE_DEFINITIONS
    folder = tmp_path / "ecommerce"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns(".floe", "logs"))
    example = Pipeline(folder, pipeline.environment)
    compiled = example.shell("floe compile")
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        patched.syspath_prepend(str(folder))
        repository = runpy.run_path("ecommerce/orchestration/definitions.py")["defs"].get_repository_def()
        silver = {"stg_customers", "stg_orders", "product_categories"}
        gold = {"gold_customer_orders", "revenue_by_product"}
        assert _run(repository, "bronze_refresh", instance, "2024-03-01") == BRONZE_ASSETS
        assert _run(repository, "full_pipeline", instance, "2024-03-01") == BRONZE_ASSETS | silver | gold
        assert repository.get_job("weekly_vacuum").execute_in_process(instance=instance).success
        found = instance.get_latest_materialization_event(dg.AssetKey("bronze_customers"))
        assert found is not None
        assert found.asset_materialization is not None
        metadata = {name: value.value for name, value in found.asset_materialization.metadata.items()}
        assert (metadata["raw_rows"], metadata["validated_rows"]) == (200, 195)
        assert metadata["table_location"] == str(folder / ".floe/warehouse/bronze/customers")
        # Six in New York; the newest complete day in UTC is then the one before.
        assert _ticks(repository, "daily_bronze", "2024-03-01", 1) == ["2024-03-01 11:00"]
        assert _tick(repository, "daily_bronze", "2024-03-01T11:00", instance) == ["2024-02-29"]
        assert _tick(repository, "weekly_maintenance", "2024-03-03T02:00", instance) == [None]
        yesterday = f"{datetime.now(timezone.utc) - timedelta(days=1):%Y-%m-%d}"
        example.write("incoming/eu_data_1.csv", "1")
        first = _look(repository, "data_arrival", instance)
        (request,) = _look(repository, "data_arrival", instance, first.cursor).run_requests
        assert (request.tags["floe/file"], request.partition_key) == ("eu_data_1.csv", yesterday)
        first = _look(repository, "gold_trigger", instance)
        _run(repository, "bronze_refresh", instance, "2024-03-05")
        (request,) = _look(repository, "gold_trigger", instance, first.cursor).run_requests
        assert request.partition_key == "2024-03-05"
        graph = repository.asset_graph
        assert graph.get(dg.AssetKey("bronze_orders")).automation_condition == dg.AutomationCondition.eager()
        assert graph.get(dg.AssetKey("gold_customer_orders")).automation_condition == dg.AutomationCondition.on_cron(
            "0 0 * * *", cron_timezone="UTC"
        )
    planned = example.shell("floe backfill historical_2024 --dry-run").stdout.splitlines()
    assert planned[0] == 'backfill "historical_2024" runs job "bronze_refresh" for 366 of 366 partitions'
    assert planned[1] == "  batch 1: 2024-01-01 to 2024-01-10 (10 partitions)"


def test_what_floe_yaml_may_hold(pipeline: Pipeline, instance: dg.DagsterInstance) -> None:
    (pipeline.folder / "my_pipeline").rename(pipeline.folder / "demo")
    completed = (
        HEADER
        + ALLOWED.replace("file_watch: {", "file_watch: {type: file_watcher, job: refresh, ").replace(
            'start: "2024-01-01"}', 'start: "2024-01-01", cron_schedule: "0 0 * * *"}'
        )
        + "  jobs:\n    refresh: {type: batch, selection: ['group:bronze']}\n"
    )
    repository = pipeline.repository(completed)
    assert _tick(repository, "daily", "2024-03-01T06:00", instance) == [None]
    pipeline.write("incoming/a.csv", "1")
    first = _look(repository, "file_watch", instance)
    (request,) = _look(repository, "file_watch", instance, first.cursor).run_requests
    assert request.tags["floe/file"] == "a.csv"
    assert _run(repository, "refresh", instance) == BRONZE_ASSETS


def test_what_belongs_in_platform_yaml(pipeline: Pipeline) -> None:
    pipeline.write("platform.yaml", PLATFORM)
    floe = _floe(MODULES)
    pipeline.write("floe.yaml", floe)
    definitions = FloeDefinitions.from_compiled_artifacts(floe_file=pipeline.folder / "floe.yaml")
    resources = definitions.resources or {}
    properties = resources["catalog"].iceberg_properties()
    assert properties["warehouse"] == "s3://data-lake-prod"
    assert properties["s3.endpoint"] == "https://s3.amazonaws.com"
    config = ObservabilityConfig.from_platform(
        yaml.safe_load(PLATFORM), project="my-pipeline", project_dir=pipeline.folder, observability={}
    )
    assert config.otlp_endpoint == "http://otel-collector:4317"
    assert config.lineage_endpoint == "http://marquez:5000"
    # The same lines in floe.yaml are refused, each value by itself.
    pipeline.write("floe.yaml", HEADER + PLATFORM)
    report = lint(str(pipeline.folder / "floe.yaml"))
    assert [(finding.span.line, finding.rule) for finding in report.findings if finding.severity == "error"] == [
        (5, "service-url"),
        (6, "service-url"),
        (10, "infrastructure-key"),
        (11, "cloud-hostname"),
    ]
