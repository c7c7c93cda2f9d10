"""Valid files that use everything the schemas know, and mutations of them."""

from __future__ import annotations

import copy
import json
from typing import Any, TypeVar

from hypothesis import strategies as st

from floe_lint.format.decode import decode
from floe_lint.format.fields import Section
from floe_lint.variables.interpolation import substitute
from floe_lint.yaml.nodes import Entry, Mapping, Node, Scalar, Sequence
from floe_lint.yaml.parse import parse_document

FLOE: dict[str, Any] = {
    "name": "shop",
    "version": "1.0.0",
    "storage": "default",
    "catalog": "lake.house-1",
    "compute": "default",
    "service_account": "svc",
    "principal_role": None,
    "transforms": [{"type": "dbt", "path": ".", "target": "prod"}],
    "consumption": {"enabled": True, "port": 4000, "anything": {"a": [1, None]}},
    "governance": {"classification_source": "dbt_meta", "policies": [{"a": 1}], "emit_lineage": "yes", "more": 1},
    "observability": {
        "traces": True,
        "metrics": "off",
        "lineage": None,
        "attributes": {"a": "1", "b": 2, "c": 1.5, "d": True},
    },
    "x-anchors": {"a": 1},
    "orchestration": {
        "asset_modules": ["shop.assets", ".ops"],
        "dbt": {"manifest_path": "target/manifest.json", "observability_level": "job_level", "project_dir": "."},
        "partitions": {
            "daily": {"type": "time_window", "start": "2024-01-01", "cron_schedule": "0 0 * * *", "end": None},
            "region": {"type": "static", "partition_keys": ["eu", "us"]},
            "both": {
                "type": "multi",
                "partitions": {
                    "date": {"type": "time_window", "start": "2024-01-01", "cron_schedule": "@daily"},
                    "region": {"type": "static", "partition_keys": []},
                },
            },
            "free": {"type": "dynamic", "fn": "shop.ops.keys"},
        },
        "assets": {"bronze_*": {"partitions": "daily", "automation_condition": "eager", "compute_kind": "python"}},
        "jobs": {
            "refresh": {"type": "batch", "selection": ["group:bronze"], "tags": {"a": "b"}, "description": "x"},
            "one": {"type": "batch", "selection": "asset:a"},
            "vacuum": {"type": "ops", "target_function": "shop.ops.vacuum", "args": {"days": 30, "deep": {"a": ["b"]}}},
        },
        "schedules": {
            "daily": {"job": "refresh", "cron_schedule": "0 6 * * *", "enabled": "No", "partition_selector": "all"}
        },
        "sensors": {
            "files": {"type": "file_watcher", "job": "refresh", "path": "./in", "poll_interval_seconds": "60"},
            "assets": {"type": "asset_sensor", "job": "refresh", "watched_assets": ["a"]},
            "runs": {"type": "run_status", "job": "refresh", "watched_jobs": ["one"], "status": "FAILURE"},
            "own": {"type": "custom", "job": "refresh", "target_function": "shop.sensors.look", "args": {}},
        },
        "backfills": {"history": {"job": "refresh", "partition_range": {"start": "a", "end": "b"}, "batch_size": 5}},
    },
}

PLATFORM: dict[str, Any] = {
    "version": "1.0.0",
    "storage": {
        "default": {"type": "s3", "endpoint": "https://s3.local", "path_style_access": "true", "credentials": {"a": 1}}
    },
    "catalogs": {"default": {"type": "rest", "uri": "https://catalog.local", "properties": {"a": "b"}}},
    "compute": {"default": {"type": "duckdb", "properties": None}},
    "layers": {"bronze": {"storage_ref": "default", "retention_days": "30"}},
    "observability": {"otlp_endpoint": "http://localhost:4318", "attributes": {"a": True}},
    "execution": {"type": "docker", "config": {}},
    "infrastructure": {"any": ["thing"]},
    "security": None,
    "further": {"a": 1},
}

_SCALARS: list[Any] = [
    None, True, False, 0, 1, -1, 30, 1.5, "", " ", "a", "a b", "yes", "ON", "maybe", "12", "1.5", "1e3", "-7", " 8 ",
    "default", "batch", "ops", "static", "time_window", "multi", "custom", "1.0.0", "1.0", "shop.ops.x", "shop", "..a",
    "group/name", "é", "x\n", "x" * 501, 10**30, float("inf"), "eager", "all", "FAILURE", "dbt",
]  # fmt: skip
_GIVEN = [f"${{X:{text}}}" for text in ("", "true", "maybe", "12", "1.5", "batch", "a b", "0")]
_CONTAINERS: list[Any] = [
    [],
    ["a"],
    [1],
    [None],
    [["a"]],
    {},
    {"a": "b"},
    {"type": "batch"},
    {"type": "static", "partition_keys": ["a"]},
]
_KEYS = [
    "type", "job", "name", "version", "selection", "args", "tags", "description", "enabled", "path", "partitions",
    "jobs", "schedules", "fmt", "x-other", "x", "[key]", "a b", "é", "start", "manifest_path", "transforms",
    "jbo", "cron", "1",
]  # fmt: skip

VALUES = st.sampled_from(_SCALARS) | st.sampled_from(_CONTAINERS) | st.sampled_from(_GIVEN)


def _containers(data: Any) -> list[Any]:
    found = [data]
    for container in found:
        items = container.values() if isinstance(container, dict) else container
        found.extend(item for item in items if isinstance(item, (dict, list)))
    return found


@st.composite
def mutated(draw: Any, base: dict[str, Any], *, unset: bool = False) -> dict[str, Any]:
    """The base after up to three changes: values replaced, keys taken out, added or renamed.

    With ``unset`` some values depend on a variable that has neither a default nor a value.
    """
    data = copy.deepcopy(base)
    values = VALUES | st.just("${X}") if unset else VALUES
    for _ in range(draw(st.integers(0, 3))):
        container = draw(st.sampled_from(_containers(data)))
        action = draw(st.sampled_from(["replace", "replace", "remove", "add", "rename"]))
        if isinstance(container, list):
            if action == "add" or not container:
                container.append(copy.deepcopy(draw(values)))
            elif action == "remove":
                container.pop()
            else:
                container[draw(st.integers(0, len(container) - 1))] = copy.deepcopy(draw(values))
        elif action == "add" or not container:
            container[draw(st.sampled_from(_KEYS))] = copy.deepcopy(draw(values))
        else:
            key = draw(st.sampled_from(sorted(container)))
            if action == "replace":
                container[key] = copy.deepcopy(draw(values))
            elif action == "remove":
                del container[key]
            else:
                container[draw(st.sampled_from([*_KEYS, key + "s", key[:-1] or "x"]))] = container.pop(key)
    return data


def holds_substitutions(data: Any) -> bool:
    """Whether a variable gives any of the values."""
    if isinstance(data, (dict, list)):
        return any(map(holds_substitutions, data.values() if isinstance(data, dict) else data))
    return isinstance(data, str) and "${" in data


def substituted(data: Any) -> Any:
    """The data with the variables of its values replaced by their defaults."""
    if isinstance(data, dict):
        return {key: substituted(value) for key, value in data.items()}
    if isinstance(data, list):
        return [substituted(item) for item in data]
    return substitute(data, {}) if isinstance(data, str) else data


def node_of(data: Any) -> Node:
    """The data as the nodes of a file that holds it."""
    if isinstance(data, dict):
        mapping = Mapping(0)
        mapping.entries = {key: Entry(_scalar(key), node_of(value), None) for key, value in data.items()}
        return mapping
    if isinstance(data, list):
        sequence = Sequence(0)
        sequence.items = [node_of(item) for item in data]
        return sequence
    return _scalar(data)


def _scalar(value: Any) -> Scalar:
    if isinstance(value, str):
        return Scalar(value, 0, 0, '"', None)
    return Scalar(".inf" if value == float("inf") else json.dumps(value), 0, 0, "", None)


S = TypeVar("S", bound=Section)


def declared(section: type[S], text: str) -> S:
    """What a section declares that is written as the whole of a file."""
    found, refusals = decode(section, parse_document("floe.yaml", text).root, {})
    assert refusals == []
    return found
