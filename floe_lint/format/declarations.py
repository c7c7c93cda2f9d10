"""What floe.yaml declares, typed. A value that depends on a variable without a default is ``None``: unknown."""

from __future__ import annotations

from floe_lint.kernel.annotations import Any, Literal
from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.variables.interpolation import Unset


class Job(NamedTuple):
    """A job. ``selection`` holds its terms in order; ``term_routes`` where each stands."""

    name: str
    route: Route
    type: Literal["batch", "ops"]
    selection: tuple[str | None, ...]
    term_routes: tuple[Route, ...]
    target_function: str | None
    args: dict[str, Any]
    tags: dict[str, str]
    description: str | None


class Schedule(NamedTuple):
    """A schedule."""

    name: str
    route: Route
    job: str | None
    cron: str | None
    timezone: str | None
    enabled: bool | None
    partition_selector: Literal["latest", "all"] | None
    description: str | None


class Sensor(NamedTuple):
    """A sensor of any type; fields of other types are ``None`` or empty."""

    name: str
    route: Route
    type: Literal["file_watcher", "asset_sensor", "run_status", "custom"]
    job: str | None
    interval: int | None
    path: str | None
    pattern: str | None
    watched_assets: tuple[str | None, ...]
    watched_jobs: tuple[str | None, ...]
    status: str | None
    target_function: str | None
    args: dict[str, Any]
    description: str | None


class TimeWindow(NamedTuple):
    """The fields of a time window as they were given."""

    start: str | None
    cron: str | None
    timezone: str | None
    end: str | None
    fmt: str | None


class PartitionSet(NamedTuple):
    """One entry of ``partitions``, or one dimension of a ``multi`` one."""

    name: str
    route: Route
    type: Literal["time_window", "static", "multi", "dynamic"]
    window: TimeWindow | None
    keys: tuple[str | None, ...]
    dimensions: tuple[PartitionSet, ...]
    fn: str | None


class AssetPattern(NamedTuple):
    """One entry of ``assets``: what is set on every asset that ``pattern`` matches."""

    pattern: str
    route: Route
    settings: dict[str, str]
    """Only the fields that were given and are known."""
    unset: frozenset[str] = frozenset()
    """The fields that were given but depend on a variable without a value."""


class Backfill(NamedTuple):
    """A backfill."""

    name: str
    route: Route
    job: str | None
    start: str | None
    end: str | None
    batch_size: int | None
    description: str | None
    tags: dict[str, str]


class Dbt(NamedTuple):
    """The section ``orchestration.dbt``."""

    route: Route
    manifest_path: str | None
    observability_level: str | None
    project_dir: str | None
    profiles_dir: str | None
    target: str | None
    known: frozenset[str]
    """Keys whose values are known, to tell "not given" from "not known"."""


class Declarations(NamedTuple):
    """All valid entries of floe.yaml by name, in the order of the file.

    ``invalid`` names the entries of a section that are there but have a defect, so that a reference to one of
    them is not reported too; ``unreadable`` are the sections that are no mapping, of which nothing is known.
    """

    data: dict[str, Any]
    jobs: dict[str, Job]
    schedules: dict[str, Schedule]
    sensors: dict[str, Sensor]
    partitions: dict[str, PartitionSet]
    patterns: tuple[AssetPattern, ...]
    backfills: dict[str, Backfill]
    asset_modules: tuple[tuple[Route, str], ...]
    dbt: Dbt | None
    invalid: dict[str, frozenset[str]]
    unreadable: frozenset[str]

    def names(self, section: str) -> frozenset[str]:
        """Every name in a section of ``orchestration``, valid or not."""
        entries: dict[str, Any] = getattr(self, section)
        return frozenset(entries) | self.invalid.get(section, frozenset())

    def job(self, name: str | None) -> Job | None:
        """A valid job by name."""
        return None if name is None else self.jobs.get(name)


def declare(data: dict[str, Any], raw: Any) -> Declarations:
    """Typed declarations of checked data; ``raw`` is the file's data before it was checked."""
    orchestration = _mapping(data.get("orchestration"))
    base: Route = ("orchestration",)
    invalid = _invalid_names(raw, orchestration)
    return Declarations(
        data=data,
        jobs={
            name: _job(name, (*base, "jobs", name), entry) for name, entry in _entries(orchestration, "jobs", invalid)
        },
        schedules={
            name: _schedule(name, (*base, "schedules", name), entry)
            for name, entry in _entries(orchestration, "schedules", invalid)
        },
        sensors={
            name: _sensor(name, (*base, "sensors", name), entry)
            for name, entry in _entries(orchestration, "sensors", invalid)
        },
        partitions={
            name: partition_set(name, (*base, "partitions", name), entry)
            for name, entry in _entries(orchestration, "partitions", invalid)
        },
        patterns=tuple(
            AssetPattern(
                pattern,
                (*base, "assets", pattern),
                {key: value for key, value in entry.items() if value is not None and _known(value) is not None},
                frozenset(key for key, value in entry.items() if isinstance(value, Unset)),
            )
            for pattern, entry in _entries(orchestration, "assets", invalid)
        ),
        backfills={
            name: _backfill(name, (*base, "backfills", name), entry)
            for name, entry in _entries(orchestration, "backfills", invalid)
        },
        asset_modules=tuple(
            ((*base, "asset_modules", index), module)
            for index, module in enumerate(_list(orchestration.get("asset_modules")))
            if _known(module) is not None
        ),
        dbt=_dbt((*base, "dbt"), orchestration.get("dbt")),
        invalid={section: frozenset(names) for section, names in invalid.items()},
        unreadable=_unreadable(raw),
    )


_SOURCES = ("asset_modules", "dbt")
"""The sections that say where the assets are."""

_SECTIONS = ("jobs", "schedules", "sensors", "partitions", "assets", "backfills")


def _invalid_names(raw: Any, orchestration: dict[str, Any]) -> dict[str, set[str]]:
    """Names that stand in the file but did not come through the schema, misplaced sections included."""
    invalid: dict[str, set[str]] = {}
    top = _mapping(raw)
    inner = _mapping(top.get("orchestration"))
    for section in _SECTIONS:
        written = {*_mapping(inner.get(section)), *_mapping(top.get(section))}
        invalid[section] = written - set(_mapping(orchestration.get(section)))
    for section in _SOURCES:
        if section in top or (section in inner and not _has_come_through(inner[section], orchestration.get(section))):
            invalid[section] = {section}
    return invalid


def _unreadable(raw: Any) -> frozenset[str]:
    """Sections that are written but are no mapping: nobody can tell what they define."""
    inner = _mapping(_mapping(raw).get("orchestration"))
    return frozenset(section for section in _SECTIONS if not isinstance(inner.get(section), (dict, type(None))))


def _has_come_through(written: Any, checked: Any) -> bool:
    """Whether the schema took a section with all its items."""
    return type(checked) is type(written) and (not isinstance(written, list) or len(checked) == len(written))


def _entries(
    orchestration: dict[str, Any], section: str, invalid: dict[str, set[str]]
) -> list[tuple[str, dict[str, Any]]]:
    valid = []
    for name, entry in _mapping(orchestration.get(section)).items():
        if isinstance(entry, dict):
            valid.append((name, entry))
        else:
            invalid[section].add(name)
    return valid


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _known(value: Any) -> Any:
    return None if isinstance(value, Unset) else value


def _job(name: str, route: Route, entry: dict[str, Any]) -> Job:
    selection = entry.get("selection")
    place = (*route, "selection")
    if isinstance(selection, list):
        terms = tuple(_known(term) for term in selection)
        routes: tuple[Route, ...] = tuple((*place, index) for index in range(len(terms)))
    else:
        terms = (_known(selection),) if "selection" in entry else ()
        routes = (place,) if terms else ()
    return Job(
        name,
        route,
        entry["type"],
        terms,
        routes,
        _known(entry.get("target_function")),
        _mapping(entry.get("args")),
        _mapping(entry.get("tags")),
        _known(entry.get("description")),
    )


def _schedule(name: str, route: Route, entry: dict[str, Any]) -> Schedule:
    return Schedule(
        name,
        route,
        _known(entry["job"]),
        _known(entry["cron_schedule"]),
        _known(entry["timezone"]),
        _known(entry["enabled"]),
        _known(entry["partition_selector"]),
        _known(entry["description"]),
    )


def _sensor(name: str, route: Route, entry: dict[str, Any]) -> Sensor:
    return Sensor(
        name,
        route,
        entry["type"],
        _known(entry["job"]),
        _known(entry["poll_interval_seconds"]),
        _known(entry.get("path")),
        _known(entry.get("pattern")),
        tuple(_known(item) for item in _list(entry.get("watched_assets"))),
        tuple(_known(item) for item in _list(entry.get("watched_jobs"))),
        _known(entry.get("status")),
        _known(entry.get("target_function")),
        _mapping(entry.get("args")),
        _known(entry["description"]),
    )


def partition_set(name: str, route: Route, entry: dict[str, Any]) -> PartitionSet:
    """A typed partition set of checked data."""
    kind = entry["type"]
    window = None
    if kind == "time_window":
        window = TimeWindow(
            _known(entry["start"]),
            _known(entry["cron_schedule"]),
            _known(entry["timezone"]),
            _known(entry["end"]),
            _known(entry["fmt"]),
        )
    return PartitionSet(
        name,
        route,
        kind,
        window,
        tuple(_known(key) for key in _list(entry.get("partition_keys"))),
        tuple(
            partition_set(dimension, (*route, "partitions", dimension), inner)
            for dimension, inner in _mapping(entry.get("partitions")).items()
            if isinstance(inner, dict)
        ),
        _known(entry.get("fn")),
    )


def _backfill(name: str, route: Route, entry: dict[str, Any]) -> Backfill:
    bounds = _mapping(entry["partition_range"])
    return Backfill(
        name,
        route,
        _known(entry["job"]),
        _known(bounds.get("start")),
        _known(bounds.get("end")),
        _known(entry["batch_size"]),
        _known(entry["description"]),
        _mapping(entry.get("tags")),
    )


def _dbt(route: Route, entry: Any) -> Dbt | None:
    if not isinstance(entry, dict):
        return None
    names = ("manifest_path", "observability_level", "project_dir", "profiles_dir", "target")
    known = frozenset(name for name in names if not isinstance(entry[name], Unset))
    return Dbt(
        route,
        _known(entry["manifest_path"]),
        _known(entry["observability_level"]),
        _known(entry["project_dir"]),
        _known(entry["profiles_dir"]),
        _known(entry["target"]),
        known,
    )
