"""Large inputs, the same at every run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any


def large_floe_yaml(folder: Path, lines: int) -> Path:
    """A floe.yaml of about so many lines: jobs with schedules, and a sensor for every fourth."""
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").write_text("")
    (folder / "assets.py").write_text(_module(0, 40))
    jobs, schedules, sensors = [], [], []
    for number in range(lines // 11):
        jobs += [
            f"    job_{number}:",
            "      type: batch",
            f'      selection: ["asset_0_{number % 40}+", "group:g{number % 8}"]',
            f"      tags: {{team: t{number % 9}, priority: high}}",
            f"      description: Refreshes what belongs to number {number}.",
        ]
        schedules += [
            f"    schedule_{number}:",
            f"      job: job_{number}",
            f'      cron_schedule: "{number % 60} {number % 24} * * *"',
            "      timezone: Europe/Berlin",
        ]
        if number % 4 == 0:
            sensors += [
                f"    sensor_{number}:",
                "      type: file_watcher",
                f"      path: ./incoming/{number}",
                '      pattern: "*.csv"',
                f"      job: job_{number}",
            ]
    head = ["name: large", 'version: "1.0.0"', "orchestration:", "  asset_modules: [assets]"]
    text = "\n".join([*head, "  jobs:", *jobs, "  schedules:", *schedules, "  sensors:", *sensors]) + "\n"
    path = folder / "floe.yaml"
    path.write_text(text)
    return path


def asset_modules(folder: Path, count: int) -> Path:
    """A project with so many asset modules of about 8 KB, each with eight assets and their functions' bodies."""
    package = folder / "warehouse"
    package.mkdir(parents=True)
    (folder / "pyproject.toml").write_text("")
    (package / "__init__.py").write_text("")
    for number in range(count):
        (package / f"assets_{number}.py").write_text(_module(number, 8, body=25))
    listed = "".join(f"    - warehouse.assets_{number}\n" for number in range(count))
    path = folder / "floe.yaml"
    path.write_text(f'name: modules\nversion: "1.0.0"\norchestration:\n  asset_modules:\n{listed}{_nightly("g", 8)}')
    return path


def first_module_of(floe: Path) -> Path:
    """A module of a project that ``asset_modules`` made."""
    return floe.parent / "warehouse" / "assets_0.py"


def _nightly(group: str, count: int) -> str:
    """A job that runs the assets of all groups every night, so that there is nothing to find."""
    groups = ", ".join(f'"group:{group}{number}"' for number in range(count))
    return (
        f"  jobs:\n    nightly:\n      type: batch\n      selection: [{groups}]\n"
        '  schedules:\n    nightly:\n      job: nightly\n      cron_schedule: "0 4 * * *"\n'
    )


def _module(number: int, assets: int, body: int = 1) -> str:
    parts = ["from dagster import asset\n"]
    for place in range(assets):
        deps = f', deps=["asset_{number}_{place - 1}"]' if place else ""
        lines = "".join(f"    value_{line} = [context.log.info(str({line})), {line} * 2]\n" for line in range(body))
        parts.append(f'\n\n@asset(group_name="g{place % 8}"{deps})\ndef asset_{number}_{place}(context):\n{lines}')
    return "".join(parts)


def manifest_of(floe: Path) -> Path:
    """The manifest of a project that ``dbt_project`` made."""
    return floe.parent / "target" / "manifest.json"


def dbt_project(folder: Path, models: int) -> Path:
    """A project whose dbt manifest has so many models, about 1.2 KB of JSON each."""
    (folder / "target").mkdir(parents=True)
    (folder / "pyproject.toml").write_text("")
    (folder / "dbt_project.yml").write_text("name: shop\nversion: '1.0'\nprofile: shop\nmodel-paths: [models]\n")
    nodes: dict[str, Any] = {}
    for number in range(models):
        name = f"model_{number}"
        parents = [f"model.shop.model_{number - step}" for step in (1, 7, 50) if number >= step]
        nodes[f"model.shop.{name}"] = {
            "resource_type": "model",
            "name": name,
            "package_name": "shop",
            "path": f"layer_{number % 5}/{name}.sql",
            "original_file_path": f"models/layer_{number % 5}/{name}.sql",
            "unique_id": f"model.shop.{name}",
            "fqn": ["shop", f"layer_{number % 5}", name],
            "alias": name,
            "config": {"enabled": True, "materialized": "table", "meta": {}, "tags": ["nightly"]},
            "tags": ["nightly"],
            "schema": "main",
            "depends_on": {"macros": [], "nodes": parents},
            "raw_code": "select * from {{ ref('x') }} where id > 0 -- " + "x" * 300,
            "compiled_code": "select * from main.x where id > 0 -- " + "x" * 300,
        }
    content = {
        "metadata": {
            "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
            "project_name": "shop",
            "adapter_type": "duckdb",
        },
        "nodes": nodes,
        "sources": {},
        "metrics": {},
        "exposures": {},
        "child_map": {},
        "parent_map": {name: node["depends_on"]["nodes"] for name, node in nodes.items()},
        "groups": {},
        "semantic_models": {},
        "saved_queries": {},
    }
    manifest = folder / "target" / "manifest.json"
    manifest.write_text(json.dumps(content))
    path = folder / "floe.yaml"
    path.write_text(
        'name: dbt\nversion: "1.0.0"\norchestration:\n  dbt:\n    manifest_path: target/manifest.json\n'
        + _nightly("layer_", 5)
    )
    return path


def jobs_and_models(folder: Path, parts: int) -> Path:
    """As many jobs, each with a schedule, as dbt models; a job runs a fifth of them, and none has partitions."""
    path = dbt_project(folder, parts)
    jobs, schedules = [], []
    for number in range(parts):
        jobs.append(f'    job_{number}: {{type: batch, selection: ["group:layer_{number % 5}"]}}\n')
        schedules.append(f'    schedule_{number}: {{job: job_{number}, cron_schedule: "{number % 60} 4 * * *"}}\n')
    path.write_text(
        'name: dbt\nversion: "1.0.0"\norchestration:\n  dbt:\n    manifest_path: target/manifest.json\n'
        + "".join(["  jobs:\n", *jobs, "  schedules:\n", *schedules])
    )
    return path


def monorepo(folder: Path, projects: int) -> Path:
    """A repository of so many small projects."""
    for number in range(projects):
        project = folder / f"project_{number}"
        project.mkdir(parents=True)
        (project / "pyproject.toml").write_text("")
        (project / "assets.py").write_text(_module(number, 6, body=4))
        (project / "floe.yaml").write_text(
            f'name: project-{number}\nversion: "1.0.0"\norchestration:\n  asset_modules: [assets]\n'
            '  jobs:\n    refresh:\n      type: batch\n      selection: ["group:g1"]\n'
            '  schedules:\n    daily:\n      job: refresh\n      cron_schedule: "0 6 * * *"\n'
        )
    return folder


def workflow(folder: Path) -> Path:
    """A GitHub workflow as repositories have it."""
    folder.mkdir(parents=True)
    path = folder / "ci.yml"
    path.write_text(
        "name: ci\non: [push]\npermissions: {}\njobs:\n  test:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - run: make test\n"
    )
    return path
