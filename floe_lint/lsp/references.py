"""What the names in floe.yaml and platform.yaml stand for, by where they stand."""

from __future__ import annotations

from typing import Literal

from floe_lint.kernel.positions import Route

Kind = Literal[
    "job",
    "schedule",
    "sensor",
    "backfill",
    "partitions",
    "asset",
    "pattern",
    "group",
    "selection",
    "cron",
    "module",
    "function",
    "file",
    "storage profile",
    "catalog profile",
    "compute profile",
]
Role = Literal["floe", "platform"]

PROFILE_SECTIONS: dict[Kind, str] = {
    "storage profile": "storage",
    "catalog profile": "catalogs",
    "compute profile": "compute",
}
"""The sections of platform.yaml."""

_FLOE: dict[str, Kind] = {
    "storage": "storage profile",
    "catalog": "catalog profile",
    "compute": "compute profile",
    "orchestration.asset_modules.*": "module",
    "orchestration.dbt.manifest_path": "file",
    "orchestration.partitions.*.cron_schedule": "cron",
    "orchestration.partitions.*.partitions.*.cron_schedule": "cron",
    "orchestration.partitions.*.fn": "function",
    "orchestration.partitions.*.partitions.*.fn": "function",
    "orchestration.assets.*.partitions": "partitions",
    "orchestration.assets.*.group_name": "group",
    "orchestration.jobs.*.selection": "selection",
    "orchestration.jobs.*.selection.*": "selection",
    "orchestration.jobs.*.target_function": "function",
    "orchestration.schedules.*.job": "job",
    "orchestration.schedules.*.cron_schedule": "cron",
    "orchestration.sensors.*.job": "job",
    "orchestration.sensors.*.watched_assets.*": "asset",
    "orchestration.sensors.*.watched_jobs.*": "job",
    "orchestration.sensors.*.target_function": "function",
    "orchestration.backfills.*.job": "job",
}
_PLATFORM: dict[str, Kind] = {
    "layers.*.storage_ref": "storage profile",
    "layers.*.catalog_ref": "catalog profile",
}
_FLOE_KEYS: dict[str, Kind] = {
    "orchestration.jobs.*": "job",
    "orchestration.schedules.*": "schedule",
    "orchestration.sensors.*": "sensor",
    "orchestration.backfills.*": "backfill",
    "orchestration.partitions.*": "partitions",
    "orchestration.assets.*": "pattern",
}
_PLATFORM_KEYS: dict[str, Kind] = {
    "storage.*": "storage profile",
    "catalogs.*": "catalog profile",
    "compute.*": "compute profile",
}


def kind_of_value(role: Role, route: Route) -> Kind | None:
    """What the value at a route names."""
    return _find(_FLOE if role == "floe" else _PLATFORM, route)


def kind_of_key(role: Role, route: Route) -> Kind | None:
    """What the key at a route gives a name to."""
    return _find(_FLOE_KEYS if role == "floe" else _PLATFORM_KEYS, route)


def _find(table: dict[str, Kind], route: Route) -> Kind | None:
    for pattern, kind in table.items():
        parts = pattern.split(".")
        if len(parts) == len(route) and all(part in ("*", step) for part, step in zip(parts, route, strict=True)):
            return kind
    return None
