"""Manifests of the size of a test, with the fields that dbt always writes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]


def node(unique_id: str, *parents: str, path: str | None = None, **fields: Any) -> Json:
    """A node with the fields that dbt always writes; ``config`` and ``meta`` are merged in."""
    kind, package, name = unique_id.split(".")[:3]
    meta = fields.pop("meta", {})
    config = {
        "enabled": True,
        "materialized": {"model": "table"}.get(kind, kind),
        "schema": None,
        "group": fields.get("group"),
        "meta": meta,
        **fields.pop("config", {}),
    }
    file = path or f"{name}.sql"
    return {
        "unique_id": unique_id,
        "resource_type": kind,
        "package_name": package,
        "name": name,
        "alias": name,
        "version": None,
        "database": "db",
        "schema": "main",
        "path": file,
        "original_file_path": f"{kind}s/{file}",
        "fqn": [package, *file.split(".")[0].split("/")],
        "tags": [],
        "group": None,
        "columns": {},
        "description": "",
        "raw_code": "select 1",
        "config": config,
        "meta": meta,
        "depends_on": {"macros": [], "nodes": list(parents)},
        **fields,
    }


def source(unique_id: str, **fields: Any) -> Json:
    _, package, source_name, name = unique_id.split(".")
    return {
        "unique_id": unique_id,
        "resource_type": "source",
        "package_name": package,
        "source_name": source_name,
        "name": name,
        "identifier": name,
        "database": "db",
        "schema": source_name,
        "path": "models/sources.yml",
        "original_file_path": "models/sources.yml",
        "fqn": [package, source_name, name],
        "tags": [],
        "columns": {},
        "description": "",
        "config": {"enabled": True},
        "meta": {},
        **fields,
    }


def manifest(*entries: Json, version: int = 12, groups: Mapping[str, Json] | None = None) -> Json:
    """A manifest of nodes, sources and metrics, with the maps that dbt derives from them."""
    sections: dict[str, dict[str, Json]] = {"nodes": {}, "sources": {}, "metrics": {}}
    for entry in entries:
        section = {"source": "sources", "metric": "metrics"}.get(entry["resource_type"], "nodes")
        sections[section][entry["unique_id"]] = entry
    parents = {entry["unique_id"]: sorted(set(entry.get("depends_on", {}).get("nodes", []))) for entry in entries}
    children = {name: sorted(child for child in parents if name in parents[child]) for name in parents}
    return {
        "metadata": {
            "dbt_schema_version": f"https://schemas.getdbt.com/dbt/manifest/v{version}.json",
            "dbt_version": f"1.{version - 4}.0",
            "project_name": "p",
            "adapter_type": "duckdb",
        },
        **sections,
        "exposures": {},
        "groups": {f"group.p.{name}": {"name": name, "owner": owner} for name, owner in (groups or {}).items()},
        "selectors": {},
        "disabled": {},
        "parent_map": parents,
        "child_map": children,
    }
