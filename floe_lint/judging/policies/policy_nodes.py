"""The nodes of a project as policies see them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from floe_lint.findings.problem import At
from floe_lint.kernel.positions import Place, Route
from floe_lint.project.asset import Asset
from floe_lint.project.project import Project
from floe_lint.variables.interpolation import Unset


class PolicyNode(NamedTuple):
    """A node in words, where it stands, and the values of its fields; those that cannot be known are left out."""

    label: str
    at: At | Place
    values: dict[str, Any]


class _UnknownType:
    """The type of ``_UNKNOWN``."""


_UNKNOWN = _UnknownType()
"""Stands for what depends on a variable without a value, or on code that was not run."""


def nodes_of(project: Project, select: str) -> Iterator[PolicyNode]:
    """The nodes of a kind, or those that a route names, in the order of the file."""
    make = _MAKERS.get(select)
    for label, at, values in make(project) if make is not None else _at_routes(project, select):
        yield PolicyNode(label, at, {name: value for name, value in values.items() if value is not _UNKNOWN})


def project_values(project: Project) -> dict[str, Any]:
    """The fields of the project itself."""
    return next(nodes_of(project, "project")).values


_Made = Iterator[tuple[str, At | Place, dict[str, Any]]]


def _or_unknown(value: Any) -> Any:
    """A value whose ``None`` means that it is not known."""
    return _UNKNOWN if value is None else value


def _given(data: Any, key: str, empty: Any) -> Any:
    """A value of checked data: empty where it is not given, unknown where a variable is not set."""
    value = data.get(key) if isinstance(data, dict) else None
    if isinstance(value, Unset):
        return _UNKNOWN
    if isinstance(value, dict):
        return _UNKNOWN if any(isinstance(item, Unset) for item in value.values()) else dict(value)
    if isinstance(value, list):
        return _UNKNOWN if any(isinstance(item, Unset) for item in value) else list(value)
    return empty if value is None else value


def _entries(project: Project, section: str) -> Iterator[tuple[str, Route, dict[str, Any]]]:
    orchestration = project.data.get("orchestration")
    entries = orchestration.get(section) if isinstance(orchestration, dict) else None
    for name, entry in (entries or {}).items() if isinstance(entries, dict) else ():
        if isinstance(entry, dict):
            yield name, ("orchestration", section, name), entry


def _project(project: Project) -> _Made:
    data = project.data
    assets = [asset for asset in project.catalog.assets if not asset.external]
    complete = project.catalog.complete
    groups = [asset.group for asset in assets]
    declarations = project.declarations
    yield (
        "the project",
        At(("name",)),
        {
            **{key: _given(data, key, "") for key in ("name", "version", "storage", "catalog", "compute")},
            "assets": [asset.key for asset in assets] if complete else _UNKNOWN,
            "groups": sorted({group for group in groups if group}) if complete and None not in groups else _UNKNOWN,
            "jobs": sorted(declarations.names("jobs")),
            "schedules": sorted(declarations.names("schedules")),
            "sensors": sorted(declarations.names("sensors")),
        },
    )


def _assets(project: Project) -> _Made:
    for asset in project.catalog.assets:
        if not asset.external:
            yield f'asset "{asset.key}"', asset.place or At(("orchestration",), key=True), _asset_values(asset)


def _asset_values(asset: Asset) -> dict[str, Any]:
    def setting(name: str) -> Any:
        return _UNKNOWN if name in asset.unset else asset.settings.get(name, "")

    return {
        "name": asset.key,
        "group": _or_unknown(asset.group),
        "tags": _UNKNOWN if asset.tags is None else dict(asset.tags),
        "kinds": _UNKNOWN if asset.kinds is None else sorted(asset.kinds),
        "owners": _UNKNOWN if asset.owners is None else list(asset.owners),
        "deps": [dependency.key for dependency in asset.deps],
        "origin": asset.origin,
        "partitions": setting("partitions"),
        "automation_condition": setting("automation_condition"),
        "backfill_policy": setting("backfill_policy"),
    }


def owners_of(tags: Any) -> list[str]:
    """The owners that the tags of a job name."""
    owner = tags.get("owner", "") if isinstance(tags, dict) else ""
    return [name.strip() for name in str(owner).split(",") if name.strip()]


def _jobs(project: Project) -> _Made:
    for name, route, entry in _entries(project, "jobs"):
        job = project.declarations.jobs[name]
        known = job.type == "ops" or project.selected.is_known(job)
        tags = _given(entry, "tags", {})
        selection = [item for item in job.selection if item is not None]
        yield (
            f'job "{name}"',
            At(route, key=True),
            {
                "name": name,
                "type": job.type,
                "description": _given(entry, "description", ""),
                "tags": tags,
                "owners": _UNKNOWN if tags is _UNKNOWN else owners_of(tags),
                "selection": _UNKNOWN if None in job.selection else selection,
                "assets": [asset.key for asset in project.selected.assets(name)] if known else _UNKNOWN,
                "target_function": _given(entry, "target_function", ""),
            },
        )


def _schedules(project: Project) -> _Made:
    for name, route, entry in _entries(project, "schedules"):
        values = {
            key: _given(entry, key, "")
            for key in ("job", "cron_schedule", "timezone", "partition_selector", "description")
        }
        yield (
            f'schedule "{name}"',
            At(route, key=True),
            {
                "name": name,
                **values,
                "enabled": _given(entry, "enabled", True),
                "least_minutes": _least_minutes(values["cron_schedule"]),
            },
        )


def _least_minutes(cron: Any) -> Any:
    if not isinstance(cron, str):
        return _UNKNOWN
    from floe_lint.dagster.cron.expressions import check_cron, minimum_interval_seconds

    defect = check_cron(cron)
    if defect is not None and defect.kind in ("invalid", "never", "random"):
        return _UNKNOWN
    return minimum_interval_seconds(cron) // 60


def _sensors(project: Project) -> _Made:
    texts = ("type", "job", "path", "pattern", "status", "target_function", "description")
    for name, route, entry in _entries(project, "sensors"):
        yield (
            f'sensor "{name}"',
            At(route, key=True),
            {
                "name": name,
                **{key: _given(entry, key, "") for key in texts},
                "poll_interval_seconds": _given(entry, "poll_interval_seconds", 0),
                "watched_assets": _given(entry, "watched_assets", []),
                "watched_jobs": _given(entry, "watched_jobs", []),
            },
        )


def _partitions(project: Project) -> _Made:
    texts = ("type", "start", "end", "cron_schedule", "timezone", "fmt")
    for name, route, entry in _entries(project, "partitions"):
        inner = entry.get("partitions")
        yield (
            f'partition set "{name}"',
            At(route, key=True),
            {
                "name": name,
                **{key: _given(entry, key, "") for key in texts},
                "partition_keys": _given(entry, "partition_keys", []),
                "dimensions": list(inner) if isinstance(inner, dict) else [],
            },
        )


def _backfills(project: Project) -> _Made:
    for name, route, entry in _entries(project, "backfills"):
        bounds = entry.get("partition_range")
        yield (
            f'backfill "{name}"',
            At(route, key=True),
            {
                "name": name,
                "job": _given(entry, "job", ""),
                "start": _given(bounds, "start", ""),
                "end": _given(bounds, "end", ""),
                "batch_size": _given(entry, "batch_size", 1),
                "description": _given(entry, "description", ""),
                "tags": _given(entry, "tags", {}),
            },
        )


def _profiles(project: Project) -> _Made:
    for section in ("storage", "catalog", "compute"):
        value = project.data.get(section)
        if value is not None:
            name = _UNKNOWN if isinstance(value, Unset) else value
            yield f'{section} profile "{value}"', At((section,)), {"name": name, "section": section}


_MAKERS = {
    "project": _project,
    "assets": _assets,
    "jobs": _jobs,
    "schedules": _schedules,
    "sensors": _sensors,
    "partitions": _partitions,
    "backfills": _backfills,
    "profiles": _profiles,
}


def _at_routes(project: Project, select: str) -> _Made:
    parts = tuple(select.split("."))
    for route, value in _walk(project.raw, ()):
        if route and _fits(route, parts):
            text = ".".join(str(part) for part in route)
            known = _UNKNOWN if _holds_unset(value) else value
            yield f'"{text}"', At(route), {"name": str(route[-1]), "route": text, "value": known}


_DEEPEST = 50


def _walk(value: Any, route: Route) -> Iterator[tuple[Route, Any]]:
    yield route, value
    if len(route) < _DEEPEST:
        items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
        for key, item in items:
            yield from _walk(item, (*route, key))


def _holds_unset(value: Any) -> bool:
    return any(isinstance(item, Unset) for _, item in _walk(value, ()))


def _fits(route: Route, parts: tuple[str, ...]) -> bool:
    """Whether a route is as a glob says: "*" stands for any part of a name, "**" for any number of parts."""
    if not parts:
        return not route
    if parts[0] == "**":
        return _fits(route, parts[1:]) or (bool(route) and _fits(route[1:], parts))
    return bool(route) and fnmatchcase(str(route[0]), parts[0]) and _fits(route[1:], parts[1:])
