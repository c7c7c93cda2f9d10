"""floe.yaml turned into Dagster objects line by line, with no gate before it.

What Dagster refuses, and what it accepts and quietly does wrong, is trouble. Nothing of ours decides: the text of
floe.yaml is taken as data, the modules are imported, and Dagster is asked.
"""

from __future__ import annotations

import contextlib
import fnmatch
import importlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg
from dagster._utils.schedules import schedule_execution_time_iterator
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from floe_dagster.decorator import with_upstream
from tests.oracle.dbt_files import PROJECT
from tests.oracle.draft import Draft, Route
from tests.oracle.selections import to_dagster

BASE: Route = ("orchestration",)


class Trouble(NamedTuple):
    """What goes wrong at an entry of floe.yaml; at ``()`` where it is the project as a whole."""

    route: Route
    what: str


def troubles(draft: Draft, folder: Path) -> list[Trouble]:
    """Everything that goes wrong when the project in a folder is loaded and used as it is."""
    sys.path.insert(0, str(folder))
    return list(_load(draft, folder))


def _load(draft: Draft, folder: Path) -> Iterator[Trouble]:
    orchestration = draft.floe.get("orchestration", {})
    modules = []
    for number, name in enumerate(orchestration.get("asset_modules", ())):
        try:
            modules.append(importlib.import_module(name))
        except (Exception, SystemExit) as error:
            yield Trouble((*BASE, "asset_modules", number), _said(error))
            return
    partitions: dict[str, dg.PartitionsDefinition[Any]] = {}
    for name, entry in orchestration.get("partitions", {}).items():
        try:
            partitions[name] = _partitions(name, entry)
            yield from _key_troubles((*BASE, "partitions", name), partitions[name], entry)
        except Exception as error:
            yield Trouble((*BASE, "partitions", name), _said(error))
    try:
        assets = [*dg.load_assets_from_modules(modules), *(_dbt(draft, folder, partitions) if draft.models else ())]
        assets = [_after_writers(draft, asset) for asset in assets]
        assets = list(_with_patterns(assets, orchestration.get("assets", {}), partitions))
        plain = dg.Definitions(assets=assets, resources=_resources(folder)).get_repository_def()
    except Exception as error:
        yield Trouble((), _said(error))
        return
    for asset in assets:
        starved = _without_a_value(asset)
        if starved:
            yield Trouble((*BASE, "asset_modules"), f"runs fail: nothing gives {starved} of {asset.keys} a value")
    known = {key.to_user_string() for key in plain.asset_graph.get_all_asset_keys()}
    # A source of the same key in place of the asset is no definition of it.
    defined = {key.to_user_string() for asset in assets if isinstance(asset, dg.AssetsDefinition) for key in asset.keys}
    listed = orchestration.get("asset_modules", ())
    written = [asset for asset in draft.assets if not asset.external]
    drafted = [asset for asset in written if f"{draft.package}.assets_{asset.module}" in listed]
    for (key, _), count in Counter((asset.user_key, asset.module) for asset in drafted).items():
        if key not in defined or count > 1:
            yield Trouble((*BASE, "asset_modules"), f"of asset {key}, which is written down {count}x, one is not there")
    jobs: dict[str, Any] = {}
    for name, entry in orchestration.get("jobs", {}).items():
        try:
            jobs[name] = _job(draft, name, entry, known)
            loaded = dg.Definitions(assets=assets, jobs=[jobs[name]], resources=_resources(folder))
            job = loaded.get_repository_def().get_job(name)
            if entry["type"] == "batch" and not job.asset_layer.selected_asset_keys:
                yield Trouble((*BASE, "jobs", name), "it runs no asset and succeeds")
        except Exception as error:
            jobs.pop(name, None)
            yield Trouble((*BASE, "jobs", name), _said(error))
    repository: Any = plain
    try:
        everything = dg.Definitions(assets=assets, jobs=list(jobs.values()), resources=_resources(folder))
        dg.Definitions.validate_loadable(everything)
        repository = everything.get_repository_def()
        repository.get_all_jobs()
        if orchestration.get("schedules") or orchestration.get("backfills"):
            yield from _schedules(orchestration.get("schedules", {}), jobs, repository)
            yield from _backfills(orchestration.get("backfills", {}), jobs, repository)
    except Exception as error:
        yield Trouble((), _said(error))
    yield from _sensors(orchestration.get("sensors", {}), jobs, repository)
    both = sorted(set(orchestration.get("schedules", {})) & set(orchestration.get("sensors", {})))
    for name in both:
        yield Trouble((*BASE, "sensors", name), "a schedule has its name")


def _without_a_value(asset: Any) -> list[str]:
    """The inputs of an asset's function that no asset is given to."""
    if not isinstance(asset, dg.AssetsDefinition) or not asset.is_executable:
        return []
    return [
        name
        for name, given in asset.node_def.input_dict.items()
        if name not in asset.keys_by_input_name and not given.dagster_type.is_nothing and not given.has_default_value
    ]


def _said(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"


def _resources(folder: Path) -> dict[str, Any]:
    from floe_dagster.resources import CatalogResource

    return {
        "catalog": CatalogResource.from_platform({}, catalog="default", storage="default", project_dir=folder),
        "dbt": dg.ResourceDefinition.none_resource(),
    }


# ---- partitions


def _partitions(name: str, entry: Mapping[str, Any]) -> dg.PartitionsDefinition[Any]:
    kind = entry["type"]
    if kind == "static":
        return dg.StaticPartitionsDefinition(entry["partition_keys"])
    if kind == "dynamic":
        return dg.DynamicPartitionsDefinition(name=name)
    if kind == "multi":
        return dg.MultiPartitionsDefinition(
            {dimension: _partitions(dimension, part) for dimension, part in entry["partitions"].items()}
        )
    cron = entry["cron_schedule"]
    fields = cron.split()
    once_a_day = (len(fields) == 5 and fields[0].isdigit() and fields[1].isdigit()) or cron.startswith("@")
    fmt = entry.get("fmt") or ("%Y-%m-%d" if once_a_day and cron != "@hourly" else "%Y-%m-%d-%H:%M")
    return dg.TimeWindowPartitionsDefinition(
        start=_moment(entry["start"], fmt),
        end=_moment(entry["end"], fmt) if "end" in entry else None,
        cron_schedule=cron,
        timezone=entry.get("timezone", "UTC"),
        fmt=fmt,
    )


def _moment(text: str, fmt: str) -> datetime:
    for shape in (fmt, "%Y-%m-%d"):
        with contextlib.suppress(ValueError):
            return datetime.strptime(text, shape).replace(tzinfo=None)
    if not text[4:5] == "-" == text[7:8]:
        # Python 3.11 reads further forms that are not meant.
        raise ValueError(f"{text} is no date")
    return datetime.fromisoformat(text).replace(tzinfo=None)


def _key_troubles(
    route: Route, partitions: dg.PartitionsDefinition[Any], entry: Mapping[str, Any]
) -> Iterator[Trouble]:
    if isinstance(partitions, dg.DynamicPartitionsDefinition):
        return
    if isinstance(partitions, dg.MultiPartitionsDefinition):
        for dimension in partitions.partitions_defs:
            part = entry["partitions"][dimension.name]
            yield from _key_troubles((*route, "partitions", dimension.name), dimension.partitions_def, part)
        return
    if "R" in str(entry.get("cron_schedule", "")).replace("FRI", ""):
        yield Trouble(route, "the cron is random")
    keys = partitions.get_partition_keys()
    if not keys:
        yield Trouble(route, "there is no partition")
    if "" in keys and len(route) == len(BASE) + 2:
        yield Trouble(route, "a run of an empty partition key is one without a partition")
    if len(set(keys)) != len(keys):
        yield Trouble(route, "two partitions have one key")
    if isinstance(partitions, dg.TimeWindowPartitionsDefinition) and keys:
        first, last = partitions.get_first_partition_window(), partitions.get_last_partition_window()
        for key, window in ((keys[0], first), (keys[-1], last)):
            if window is None or partitions.time_window_for_partition_key(key) != window:
                yield Trouble(route, f'key "{key}" does not mean the window that it was made of')
                return


# ---- assets


class _Translator(DagsterDbtTranslator):
    """What the documentation promises: names as keys, written tables as sources, folders as groups."""

    def __init__(self, written: Mapping[str, str], partitioned: Callable[[str], Any]) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_duplicate_source_asset_keys=True))
        self._written = written
        self._partitioned = partitioned

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        if dbt_resource_props["resource_type"] != "source":
            return dg.AssetKey(dbt_resource_props["name"])
        if dbt_resource_props["meta"]:
            return super().get_asset_key(dbt_resource_props)
        table = f"{dbt_resource_props['source_name']}.{dbt_resource_props['name']}"
        if table in self._written:
            return dg.AssetKey.from_user_string(self._written[table])
        return super().get_asset_key(dbt_resource_props)

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        folder, _, rest = dbt_resource_props["path"].partition("/")
        return dbt_resource_props.get("group") or (folder if rest else None)

    def get_partitions_def(self, dbt_resource_props: Mapping[str, Any]) -> dg.PartitionsDefinition[Any] | None:
        found: dg.PartitionsDefinition[Any] | None = self._partitioned(dbt_resource_props["name"])
        return found


def _dbt(draft: Draft, folder: Path, partitions: Mapping[str, Any]) -> list[Any]:
    manifest = json.loads((folder / "target" / "manifest.json").read_text(encoding="utf-8"))
    written = {table: asset.user_key for asset in draft.assets for table in asset.outputs}
    patterns = draft.floe["orchestration"].get("assets", {})

    def set_of(name: str) -> str | None:
        return next((e["partitions"] for p, e in patterns.items() if "partitions" in e and _matches(p, name)), None)

    if draft.dbt_is_one_asset:
        return [_dbt_as_one_asset(manifest, _Translator(written, lambda _: None))]
    translator = _Translator(written, lambda name: partitions[str(set_of(name))] if set_of(name) else None)
    models = [model for model in draft.models if model.materialized != "ephemeral"]
    definitions = []
    for number, name in enumerate(dict.fromkeys(set_of(model.name) for model in models)):
        select = " ".join(model.name for model in models if set_of(model.name) == name)

        @dbt_assets(
            manifest=manifest,
            name=f"naive_dbt_{number}",
            select=select,
            dagster_dbt_translator=translator,
            partitions_def=partitions[name] if name else None,
        )
        def build(_):  # type: ignore[no-untyped-def]  # Dagster takes no postponed annotation
            yield from ()

        definitions.append(build)
    return definitions


def _dbt_as_one_asset(manifest: Mapping[str, Any], translator: _Translator) -> Any:
    """What the documentation promises: all models together, after the sources that they read."""
    parents = {parent for node in manifest["nodes"].values() for parent in node["depends_on"]["nodes"]}
    read = [translator.get_asset_key(source) for name, source in manifest["sources"].items() if name in parents]

    name = manifest["metadata"]["project_name"]

    @dg.asset(name=name, group_name="dbt", kinds={"dbt"}, deps=list(dict.fromkeys(read)))
    def build() -> None:
        """Would run dbt."""

    return build


def _after_writers(draft: Draft, asset: Any) -> Any:
    """What the documentation promises: an asset that reads a table runs after the one that writes it."""
    if not isinstance(asset, dg.AssetsDefinition) or len(asset.keys) != 1:
        return asset
    key = asset.key.to_user_string()
    reads = {table for drafted in draft.assets if drafted.user_key == key for table in drafted.inputs}
    writers = [other.key for other in draft.assets if reads & set(other.outputs) and other.user_key != key]
    models = [model.name for model in draft.models if f"main.{model.name}" in reads]
    writers += [(PROJECT if draft.dbt_is_one_asset else name,) for name in models]
    return with_upstream(asset, [dg.AssetKey(writer) for writer in writers])


def _with_patterns(assets: list[Any], patterns: Mapping[str, Any], partitions: Mapping[str, Any]) -> Iterator[Any]:
    """Each pattern as it stands: two that disagree are refused by whoever reads them."""

    def changed(spec: dg.AssetSpec) -> dg.AssetSpec:
        seen: dict[str, Any] = {}
        key = spec.key.to_user_string()
        for pattern, entry in patterns.items():
            if _matches(pattern, key):
                for field, value in entry.items():
                    if seen.setdefault(field, value) != value:
                        raise ValueError(f"two patterns set {field} of {key}")
        if "partitions" in seen:
            spec = spec.replace_attributes(partitions_def=partitions[seen["partitions"]])
        if "group_name" in seen:
            spec = spec.replace_attributes(group_name=seen["group_name"])
        if "compute_kind" in seen:
            spec = spec.merge_attributes(kinds={seen["compute_kind"]})
        if seen.get("automation_condition") == "on_cron":
            window: Any = spec.partitions_def
            if isinstance(window, dg.MultiPartitionsDefinition):
                window = window.time_window_partitions_def
            condition: Any = dg.AutomationCondition.on_cron(window.cron_schedule, window.timezone)
            spec = spec.replace_attributes(automation_condition=condition)
        elif seen.get("automation_condition"):
            condition = getattr(dg.AutomationCondition, seen["automation_condition"])()
            spec = spec.replace_attributes(automation_condition=condition)
        return spec

    for asset in assets:
        run = isinstance(asset, dg.AssetsDefinition) and asset.is_materializable
        yield asset.map_asset_specs(changed) if run else asset


def _matches(pattern: str, key: str) -> bool:
    patterns = [pattern]
    if pattern.startswith("{"):
        inside, _, rest = pattern[1:].partition("}")
        patterns = [part + rest for part in inside.split(",")]
    names = [key] if "/" in pattern else [key, key.rsplit("/", 1)[-1]]
    return any(fnmatch.fnmatchcase(name, one) for one in patterns for name in names)


# ---- jobs and what starts them


def _whole(name: str, known: set[str]) -> str:
    """The key that a name means: that key, or the only one that ends in it."""
    ending = [key for key in known if key.endswith(f"/{name}")]
    return name if name in known or len(ending) != 1 else ending[0]


def _job(draft: Draft, name: str, entry: Mapping[str, Any], known: set[str]) -> Any:
    if entry["type"] == "batch":
        selection = to_dagster(draft.selections[name], lambda asset: _whole(asset, known)) & dg.AssetSelection.all()
        return dg.define_asset_job(name, selection=selection, tags=entry.get("tags"))
    function = _function(entry["target_function"])
    arguments = entry.get("args", {})
    if isinstance(function, dg.OpDefinition):
        config = {"ops": {function.name: {"config": arguments}}} if arguments else None
        return dg.GraphDefinition(name=name, node_defs=[function]).to_job(name=name, config=config)
    _call_with(function, arguments)

    @dg.op(name=f"{name}_op")
    def call() -> None:
        """Would call the function."""

    return dg.GraphDefinition(name=name, node_defs=[call]).to_job(name=name)


def _function(path: str) -> Any:
    module, _, name = path.rpartition(".")
    found = getattr(importlib.import_module(module), name)
    if not callable(found):
        raise TypeError(f"{path} is not callable")
    return found


def _call_with(function: Any, arguments: Mapping[str, Any]) -> None:
    import inspect

    parameters = inspect.signature(function).parameters
    context = [None] if next(iter(parameters), "") in ("context", "_context") else []
    inspect.signature(function).bind(*context, **arguments)


def _partitions_of(repository: Any, job: str) -> dg.PartitionsDefinition[Any] | None:
    layer = repository.get_job(job).asset_layer
    found = [layer.get(key).partitions_def for key in layer.selected_asset_keys if layer.get(key).partitions_def]
    return found[0] if found else None


def _schedules(entries: Mapping[str, Any], jobs: Mapping[str, Any], repository: Any) -> Iterator[Trouble]:
    for name, entry in entries.items():
        route = (*BASE, "schedules", name)
        if entry["job"] not in jobs:
            yield Trouble(route, f"there is no job {entry['job']}")
            continue
        try:
            schedule = dg.ScheduleDefinition(
                name=name,
                job_name=entry["job"],
                cron_schedule=entry["cron_schedule"],
                execution_timezone=entry.get("timezone", "UTC"),
            )
            dg.Definitions(jobs=[jobs[entry["job"]]], schedules=[schedule])
            now = datetime.now(timezone.utc).timestamp()
            zone = entry.get("timezone", "UTC")
            ticks = list(
                islice(schedule_execution_time_iterator(now, entry["cron_schedule"], zone, ascending=True), 20)
            )
            if len(ticks) < 20:
                yield Trouble(route, "it stops ticking")
            if "R" in entry["cron_schedule"].replace("FRI", ""):
                yield Trouble(route, "the cron is random")
            if entry.get("partition_selector") and _partitions_of(repository, entry["job"]) is None:
                yield Trouble(route, "the job has no partitions to select")
        except Exception as error:
            yield Trouble(route, _said(error))


def _backfills(entries: Mapping[str, Any], jobs: Mapping[str, Any], repository: Any) -> Iterator[Trouble]:
    for name, entry in entries.items():
        route = (*BASE, "backfills", name)
        if entry["job"] not in jobs:
            yield Trouble(route, f"there is no job {entry['job']}")
            continue
        try:
            partitions: Any = _partitions_of(repository, entry["job"])
            if isinstance(partitions, dg.MultiPartitionsDefinition):
                partitions = partitions.time_window_dimension.partitions_def
            if isinstance(partitions, dg.DynamicPartitionsDefinition):
                continue
            keys = partitions.get_partition_keys()
            start, end = entry["partition_range"]["start"], entry["partition_range"]["end"]
            if start not in keys or end not in keys:
                yield Trouble(route, "a bound is no partition")
            elif keys.index(start) > keys.index(end):
                yield Trouble(route, "it is reversed")
        except Exception as error:
            yield Trouble(route, _said(error))


def _sensors(entries: Mapping[str, Any], jobs: Mapping[str, Any], repository: Any) -> Iterator[Trouble]:
    graph = repository.asset_graph
    known = {key.to_user_string() for key in graph.get_all_asset_keys()}
    started: dict[str, set[str]] = {}
    for name, entry in entries.items():
        route = (*BASE, "sensors", name)
        try:
            if entry["job"] not in jobs or not set(entry.get("watched_jobs", ())) <= set(jobs):
                yield Trouble(route, "a job is not there")
            for asset in entry.get("watched_assets", ()):
                if _whole(asset, known) not in known:
                    yield Trouble(route, f"asset {asset} is not there")
            if entry["type"] == "custom":
                _call_with(_function(entry["target_function"]), entry.get("args", {}))
            for watched in entry.get("watched_jobs", ()):
                started.setdefault(watched, set()).add(entry["job"])
            dg.SensorDefinition(name=name, job_name=entry["job"], evaluation_fn=lambda _: None)
        except Exception as error:
            yield Trouble(route, _said(error))
    for job in started:
        reached, waiting = set[str](), list(started[job])
        while waiting:
            following = waiting.pop()
            if following not in reached:
                reached.add(following)
                waiting.extend(started.get(following, ()))
        if job in reached:
            yield Trouble((*BASE, "sensors"), f"runs of {job} start runs of {job}")
