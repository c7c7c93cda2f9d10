"""Measures what the loader adds to Dagster: ``python -m benchmarks.loading``.

A project is loaded by ``FloeDefinitions`` and, in turn, as the same definitions written by hand with Dagster alone.
The ratio of the least processor times of the two processes is printed, and the one that half a second more would give.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

from benchmarks.pairs import Pair, times

ROOT = Path(__file__).resolve().parent.parent
ADDED_SECONDS = 0.5

LOAD = """\
import os, sys, warnings
warnings.simplefilter("ignore")
os.chdir(sys.argv[1])
sys.path[:0] = [os.getcwd(), sys.argv[3]]
import importlib
importlib.import_module(sys.argv[2]).defs.get_repository_def().load_all_definitions()
"""

EXAMPLE_BY_HAND = """\
import json
from pathlib import Path

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, dbt_assets

daily = dg.DailyPartitionsDefinition("2024-01-01")
eager = dg.AutomationCondition.eager()
nightly = dg.AutomationCondition.on_cron("0 0 * * *")


class Translator(DagsterDbtTranslator):
    def get_asset_key(self, props):
        if props["resource_type"] == "source":
            return dg.AssetKey("bronze_" + props["name"])
        return dg.AssetKey(props["name"])

    def get_group_name(self, props):
        return props["fqn"][1]


@dbt_assets(manifest=json.loads(Path("target/manifest.json").read_text()), dagster_dbt_translator=Translator())
def models(context, dbt: DbtCliResource):
    yield from dbt.cli(["build"], context=context).stream()


@dg.asset(group_name="bronze", partitions_def=daily, automation_condition=eager, kinds={"python"})
def bronze_customers(context): ...


@dg.asset(
    group_name="bronze", partitions_def=daily, automation_condition=eager, kinds={"python"}, deps=["bronze_customers"]
)
def bronze_orders(context): ...


@dg.asset(
    group_name="gold",
    partitions_def=daily,
    automation_condition=nightly,
    kinds={"python"},
    deps=["stg_customers", "stg_orders"],
)
def gold_customer_orders(context): ...


@dg.asset(group_name="ops", kinds={"python"}, deps=["bronze_customers", "bronze_orders", "gold_customer_orders"])
def table_health(context): ...


@dg.op(config_schema={"retention_days": dg.Field(int, is_required=False, default_value=30)})
def vacuum(context): ...


@dg.job
def weekly_vacuum():
    vacuum()


bronze_refresh = dg.define_asset_job("bronze_refresh", dg.AssetSelection.groups("bronze"))
full_pipeline = dg.define_asset_job("full_pipeline", dg.AssetSelection.groups("bronze", "silver", "gold"))


@dg.schedule(job=bronze_refresh, cron_schedule="0 6 * * *", execution_timezone="America/New_York")
def daily_bronze(context): ...


@dg.sensor(job=bronze_refresh, minimum_interval_seconds=60)
def data_arrival(context): ...


@dg.sensor(job=full_pipeline)
def gold_trigger(context): ...


defs = dg.Definitions(
    assets=[models, bronze_customers, bronze_orders, gold_customer_orders, table_health],
    jobs=[bronze_refresh, full_pipeline, weekly_vacuum],
    schedules=[daily_bronze, dg.ScheduleDefinition(job=weekly_vacuum, cron_schedule="0 2 * * 0")],
    sensors=[data_arrival, gold_trigger, dg.AutomationConditionSensorDefinition("all", target=dg.AssetSelection.all())],
    resources={"dbt": DbtCliResource(project_dir=".")},
)
"""
BY_FLOE = "from floe_dagster import FloeDefinitions\n\ndefs = FloeDefinitions.from_compiled_artifacts()\n"
MODULES, ASSETS_EACH = 20, 50


def main() -> None:
    """Prepare the projects, measure each pair, print the table; 1 when a bound is not held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loading", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="how often each pair is run (default 7)")
    options = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory() as name:
        print("| project | ratio | with 0.5 s more |")
        print("|---|---|---|")
        for pair in _pairs(Path(name)):
            found = times(pair, options.rounds)
            # Whatever else the machine does only ever adds to a time.
            ours, theirs = min(ours for ours, _ in found), min(theirs for _, theirs in found)
            ratio, bound = ours / theirs, 1 + ADDED_SECONDS / theirs
            held = held and ratio <= bound
            print(f"| {pair.name} | {ratio:.2f} | {bound:.2f}{'' if ratio <= bound else ' (not held)'} |", flush=True)
    raise SystemExit(0 if held else 1)


def _pairs(folder: Path) -> list[Pair]:
    example = folder / "example"
    shutil.copytree(ROOT / "examples" / "ecommerce", example, ignore=shutil.ignore_patterns(".floe", "logs"))
    (example / "by_floe.py").write_text(BY_FLOE)
    (example / "by_hand.py").write_text(EXAMPLE_BY_HAND)
    large = folder / "large"
    _large(large)
    pairs = []
    for name, project in (("the example", example), (f"{MODULES * ASSETS_EACH:,} assets", large)):
        compiled = project.with_name(f"{project.name}-compiled")
        shutil.copytree(project, compiled)
        _compile(compiled)
        pairs += [_pair(name, project), _pair(f"{name}, compiled", compiled)]
    return pairs


def _pair(name: str, project: Path) -> Pair:
    def load(module: str) -> tuple[str, ...]:
        return (sys.executable, "-c", LOAD, str(project), module, str(ROOT))

    return Pair(name, load("by_floe"), "by hand", load("by_hand"), 0)


def _compile(project: Path) -> None:
    code = "from floe_dagster.commands.compile import compile_artifacts; compile_artifacts('.', parse_dbt=False)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=project, env=environment, check=True, capture_output=True)


def _large(folder: Path) -> None:
    """A project of many assets in a few modules, with a job and a schedule for each; and the same by hand."""
    package = folder / "lake"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (folder / "pyproject.toml").write_text("")
    (folder / "by_floe.py").write_text(BY_FLOE)
    names = [f"m{number}" for number in range(MODULES)]
    for number, name in enumerate(names):
        (package / f"{name}.py").write_text("from floe_dagster import floe_asset\n" + _assets(number, "floe_asset"))
        (package / f"{name}_by_hand.py").write_text("from dagster import asset\n" + _assets(number, "asset"))
    (folder / "floe.yaml").write_text(
        'name: large\nversion: "1.0.0"\norchestration:\n'
        f"  asset_modules: [{', '.join(f'lake.{name}' for name in names)}]\n"
        '  partitions:\n    daily: {type: time_window, start: "2024-01-01", cron_schedule: "0 0 * * *"}\n'
        '  assets:\n    "*": {partitions: daily}\n  jobs:\n'
        + "".join(f'    load_{name}: {{type: batch, selection: ["group:{name}"]}}\n' for name in names)
        + "  schedules:\n"
        + "".join(f'    daily_{name}: {{job: load_{name}, cron_schedule: "0 6 * * *"}}\n' for name in names)
    )
    (folder / "by_hand.py").write_text(
        textwrap.dedent(f"""\
        import importlib

        import dagster as dg

        NAMES = {names!r}
        daily = dg.DailyPartitionsDefinition("2024-01-01")
        assets = dg.load_assets_from_modules([importlib.import_module(f"lake.{{name}}_by_hand") for name in NAMES])
        assets = dg.map_asset_specs(lambda spec: spec.replace_attributes(partitions_def=daily), assets)
        jobs = [dg.define_asset_job(f"load_{{name}}", dg.AssetSelection.groups(name)) for name in NAMES]


        def tick(context): ...


        schedules = [
            dg.ScheduleDefinition(
                name=f"daily_{{name}}", job_name=f"load_{{name}}", cron_schedule="0 6 * * *", execution_fn=tick
            )
            for name in NAMES
        ]
        defs = dg.Definitions(assets=assets, jobs=jobs, schedules=schedules)
        """)
    )


def _assets(module: int, decorator: str) -> str:
    parts = []
    for number in range(ASSETS_EACH):
        deps = f', deps=["a{module}_{number - 1}"]' if number else ""
        parts.append(f'\n\n@{decorator}(group_name="m{module}"{deps})\ndef a{module}_{number}(context): ...\n')
    return "".join(parts)


if __name__ == "__main__":
    main()
