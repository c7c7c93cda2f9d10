"""A dbt project with its manifest as dbt 1.11 writes it, without running dbt."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.oracle.draft import DbtModel

PROJECT = "warehouse"


def dbt_files(models: Sequence[DbtModel], source_keys: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """``dbt_project.yml``, the models and ``target/manifest.json``, by path."""
    files = {
        "dbt_project.yml": f"name: {PROJECT}\nversion: '1.0'\nprofile: {PROJECT}\n",
        "profiles.yml": f"{PROJECT}:\n  target: dev\n  outputs:\n    dev: {{type: duckdb, path: '.floe/w.duckdb'}}\n",
        "target/manifest.json": json.dumps(manifest(models, source_keys)),
    }
    for model in models:
        files[_original(model)] = _sql(model) if model.kind != "seed" else "id\n1\n"
    return files


def manifest(models: Sequence[DbtModel], source_keys: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """The manifest as data."""
    ids = {model.name: f"{model.kind}.{PROJECT}.{model.name}" for model in models}
    nodes: dict[str, Any] = {}
    sources: dict[str, Any] = {}
    groups: dict[str, Any] = {}
    for model in models:
        parents = [ids[name] for name in model.refs if name in ids]
        for table in model.sources:
            schema, _, name = table.partition(".")
            unique_id = f"source.{PROJECT}.{schema}.{name}"
            parents.append(unique_id)
            sources[unique_id] = _source(unique_id, schema, name)
            if table in source_keys:
                sources[unique_id]["meta"] = {"dagster": {"asset_key": list(source_keys[table])}}
        if model.group is not None:
            groups[f"group.{PROJECT}.{model.group}"] = {
                "name": model.group,
                "resource_type": "group",
                "package_name": PROJECT,
                "unique_id": f"group.{PROJECT}.{model.group}",
                "path": "models/groups.yml",
                "original_file_path": "models/groups.yml",
                "owner": {"email": "data@acme.org", "name": None},
            }
        node = node_entry(model.kind, model.name, _path(model), _original(model), parents)
        node["tags"] = node["config"]["tags"] = list(model.tags)
        node["config"]["materialized"] = model.materialized if model.kind == "model" else model.kind
        node["group"] = node["config"]["group"] = model.group
        nodes[node["unique_id"]] = node
        if model.tested and model.materialized != "ephemeral":
            name = f"not_null_{model.name}_id"
            test = node_entry("test", name, f"{name}.sql", f"models/{model.folder or 'all'}.yml", [node["unique_id"]])
            test["unique_id"] = f"test.{PROJECT}.{name}.0123456789"
            test["attached_node"] = node["unique_id"]
            test["config"].update(materialized="test", severity="ERROR")
            nodes[test["unique_id"]] = test
    parent_map = {unique_id: list(node["depends_on"]["nodes"]) for unique_id, node in nodes.items()}
    parent_map.update({unique_id: [] for unique_id in sources})
    child_map: dict[str, list[str]] = {unique_id: [] for unique_id in parent_map}
    for child, above in parent_map.items():
        for parent in above:
            child_map[parent].append(child)
    empty: dict[str, Any] = {
        name: {}
        for name in (
            "exposures", "functions", "metrics", "saved_queries", "selectors", "semantic_models", "unit_tests",
            "macros", "docs", "disabled",
        )
    }  # fmt: skip
    return {
        **empty,
        "metadata": {
            "adapter_type": "duckdb",
            "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
            "dbt_version": "1.11.16",
            "project_name": PROJECT,
        },
        "nodes": nodes,
        "sources": sources,
        "groups": groups,
        "parent_map": parent_map,
        "child_map": child_map,
    }


def node_entry(kind: str, name: str, path: str, original: str, parents: Sequence[str]) -> dict[str, Any]:
    """A node as dbt writes it."""
    folders = path.split("/")[:-1]
    return {
        "alias": name,
        "checksum": {"name": "sha256", "checksum": "0"},
        "columns": {},
        "config": {"alias": None, "enabled": True, "group": None, "meta": {}, "schema": None, "tags": []},
        "database": PROJECT,
        "depends_on": {"macros": [], "nodes": list(parents)},
        "description": "",
        "fqn": [PROJECT, *folders, name],
        "group": None,
        "meta": {},
        "name": name,
        "original_file_path": original,
        "package_name": PROJECT,
        "path": path,
        "raw_code": "",
        "resource_type": kind,
        "schema": "main",
        "tags": [],
        "unique_id": f"{kind}.{PROJECT}.{name}",
        "version": None,
    }


def _source(unique_id: str, schema: str, name: str) -> dict[str, Any]:
    return {
        "columns": {},
        "config": {"enabled": True, "meta": {}, "tags": []},
        "database": PROJECT,
        "description": "",
        "fqn": [PROJECT, schema, name],
        "identifier": name,
        "meta": {},
        "name": name,
        "original_file_path": "models/sources.yml",
        "package_name": PROJECT,
        "path": "models/sources.yml",
        "resource_type": "source",
        "schema": schema,
        "source_name": schema,
        "tags": [],
        "unique_id": unique_id,
    }


def _path(model: DbtModel) -> str:
    suffix = "csv" if model.kind == "seed" else "sql"
    return f"{model.folder}/{model.name}.{suffix}" if model.folder else f"{model.name}.{suffix}"


def _original(model: DbtModel) -> str:
    return f"{model.kind}s/{_path(model)}"


def _sql(model: DbtModel) -> str:
    parents = [f"{{{{ ref('{name}') }}}}" for name in model.refs]
    parents += ["{{{{ source('{}', '{}') }}}}".format(*table.split(".")) for table in model.sources]
    return "select 1 as id" + "".join(f"\nunion all select id from {parent}" for parent in parents) + "\n"
