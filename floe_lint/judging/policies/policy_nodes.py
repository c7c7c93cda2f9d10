"""The nodes of a project as policies see them."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any, NamedTuple

from floe_lint.findings.problem import At
from floe_lint.format.fields import Section
from floe_lint.judging.policies.policy_fields import PolicyField, declared
from floe_lint.kernel.positions import Place, Route
from floe_lint.project.asset import Asset
from floe_lint.project.project import Project
from floe_lint.variables.interpolation import Unset
from floe_lint.yaml.data import node_data
from floe_lint.yaml.nodes import Mapping, Node, Scalar, Sequence


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


_EMPTY: dict[str, Any] = {"text": "", "number": 0, "boolean": False, "list of text": [], "map of text": {}}


def _declared(section: Section) -> dict[str, Any]:
    """What a section declares: empty where it is not given, unknown where a variable is not set."""
    return {field.name: _given(section, field) for field in declared(type(section))}


def _given(section: Section, field: PolicyField) -> Any:
    value = getattr(section, field.name)
    if not section.is_known(field.name):
        return _UNKNOWN
    if isinstance(value, tuple):
        return _UNKNOWN if None in value else list(value)
    if isinstance(value, dict):
        return _UNKNOWN if any(isinstance(item, Unset) for item in value.values()) else dict(value)
    return _EMPTY[field.type] if value is None else value


def _project(project: Project) -> _Made:
    assets = [asset for asset in project.catalog.assets if not asset.external]
    complete = project.catalog.complete
    groups = [asset.group for asset in assets]
    declarations = project.declarations
    yield (
        "the project",
        At(("name",)),
        {
            **_declared(project.floe_file),
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
    for name, job in project.declarations.jobs.items():
        known = job.type == "ops" or project.selected.is_known(job)
        values = _declared(job)
        yield (
            f'job "{name}"',
            At(job.route, key=True),
            {
                "name": name,
                **values,
                "owners": _UNKNOWN if values["tags"] is _UNKNOWN else owners_of(values["tags"]),
                "assets": [asset.key for asset in project.selected.assets(name)] if known else _UNKNOWN,
            },
        )


def _schedules(project: Project) -> _Made:
    for name, schedule in project.declarations.schedules.items():
        values = {"name": name, **_declared(schedule), "least_minutes": _least_minutes(schedule.cron_schedule)}
        yield f'schedule "{name}"', At(schedule.route, key=True), values


def _least_minutes(cron: Any) -> Any:
    if not isinstance(cron, str):
        return _UNKNOWN
    from floe_lint.dagster.cron.check_cron import check_cron, minimum_interval_seconds

    defect = check_cron(cron)
    if defect is not None and defect.kind in ("invalid", "never", "random"):
        return _UNKNOWN
    return minimum_interval_seconds(cron) // 60


def _sensors(project: Project) -> _Made:
    for name, sensor in project.declarations.sensors.items():
        yield f'sensor "{name}"', At(sensor.route, key=True), {"name": name, **_declared(sensor)}


def _partitions(project: Project) -> _Made:
    for name, entry in project.declarations.partitions.items():
        values = {"name": name, **_declared(entry), "dimensions": list(entry.partitions)}
        yield f'partition set "{name}"', At(entry.route, key=True), values


def _backfills(project: Project) -> _Made:
    for name, backfill in project.declarations.backfills.items():
        bounds = backfill.partition_range
        values = {"name": name, **_declared(backfill)}
        if bounds is not None:
            values |= _declared(bounds)
        yield f'backfill "{name}"', At(backfill.route, key=True), values


def _profiles(project: Project) -> _Made:
    file = project.floe_file
    for section, name in (("storage", file.storage), ("catalog", file.catalog), ("compute", file.compute)):
        written = project.floe.node((section,))
        shown = name if name is not None or not isinstance(written, Scalar) else written.text
        if file.node is not None:
            yield f'{section} profile "{shown}"', At((section,)), {"name": _or_unknown(name), "section": section}


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
    if project.floe.root is None:
        return
    for route, node in _walk(project.floe.root, ()):
        if route and _fits(route, parts):
            text = ".".join(str(part) for part in route)
            value = node_data(node, project.environment.variables)
            known = _UNKNOWN if _holds_unset(value) else value
            yield f'"{text}"', At(route), {"name": str(route[-1]), "route": text, "value": known}


_DEEPEST = 50


def _walk(node: Node, route: Route) -> Iterator[tuple[Route, Node]]:
    yield route, node
    if len(route) >= _DEEPEST:
        return
    if isinstance(node, Mapping):
        for key, entry in node.content():
            yield from _walk(entry.value, (*route, key))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _walk(item, (*route, index))


def _holds_unset(value: Any) -> bool:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return isinstance(value, Unset) or any(map(_holds_unset, items))


def _fits(route: Route, parts: tuple[str, ...]) -> bool:
    """Whether a route is as a glob says: "*" stands for any part of a name, "**" for any number of parts."""
    if not parts:
        return not route
    if parts[0] == "**":
        return _fits(route, parts[1:]) or (bool(route) and _fits(route[1:], parts))
    return bool(route) and fnmatchcase(str(route[0]), parts[0]) and _fits(route[1:], parts[1:])
