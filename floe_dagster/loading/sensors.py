"""The four types of sensors."""

# No postponed annotations here: Dagster reads those of the functions below, and takes only the classes themselves.

import inspect
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timezone
from typing import Any

import dagster as dg
from dagster._core.storage.tags import PARTITION_NAME_TAG

from floe_dagster.loading.partition_choice import chosen_partitions, job_partitions
from floe_dagster.loading.watched_files import watched_files
from floe_lint.format.floe_yaml import Sensor

SENSOR_TAG = "floe/sensor"
"""On every run that a sensor of floe.yaml asked for: the sensor's name."""

_RUNNING = dg.DefaultSensorStatus.RUNNING


def file_watcher(entry: Sensor, folder: str) -> dg.SensorDefinition:
    """Runs the job once for each file that arrives or changes, when it has stopped growing.

    The cursor maps relative paths to ``[mtime_ns, size, fired]``. A file fires when two looks in a row see the
    same signature, and the run key is made of name, path and signature: over restarts of the daemon no file is
    lost and none runs twice.
    """

    @dg.sensor(
        name=entry.name,
        job_name=entry.job,
        minimum_interval_seconds=entry.poll_interval_seconds,
        description=entry.description,
        default_status=_RUNNING,
    )
    def watch(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        seen: dict[str, list[Any]] = json.loads(context.cursor) if context.cursor else {}
        now = dict(watched_files(folder, entry.pattern or "*"))
        following: dict[str, list[Any]] = {}
        requests: list[dg.RunRequest] = []
        for path, signature in sorted(now.items()):
            before = seen.get(path)
            stable = before is not None and before[:2] == signature
            fired = stable and bool(before and before[2])
            if stable and not fired:
                runs = list(_file_runs(context, entry, path, signature))
                requests.extend(runs)
                fired = bool(runs)
            following[path] = [*signature, fired]
        cursor = json.dumps(following, sort_keys=True, separators=(",", ":"))
        if not requests:
            waiting = sum(not entry[2] for entry in following.values())
            context.update_cursor(cursor)
            return dg.SkipReason(
                f"{waiting} files are looked at once more before they run" if waiting else f"no new file in {folder}"
            )
        return dg.SensorResult(run_requests=requests, cursor=cursor)

    return watch


def _file_runs(
    context: dg.SensorEvaluationContext, entry: Sensor, path: str, signature: list[int]
) -> Iterator[dg.RunRequest]:
    key = f"{entry.name}:{path}:{signature[0]}:{signature[1]}"
    tags = {SENSOR_TAG: entry.name, "floe/file": path}
    yield from _runs(context, entry, key, tags)


def _runs(
    context: dg.SensorEvaluationContext, entry: Sensor, key: str, tags: Mapping[str, str]
) -> Iterator[dg.RunRequest]:
    """One run, or one for each latest partition of a partitioned job."""
    partitions = job_partitions(context.repository_def, str(entry.job))
    if partitions is None:
        yield dg.RunRequest(run_key=key or None, tags=dict(tags))
        return
    latest = chosen_partitions(partitions, "latest", datetime.now(timezone.utc), context.instance)
    for number, partition in enumerate(latest):
        # The partition is not part of the key: a daemon that asks again on the next day must not run it again.
        run_key = f"{key}:{number}" if number else key
        yield dg.RunRequest(run_key=run_key or None, tags=dict(tags), partition_key=partition)


def asset_sensor(entry: Sensor, keys: list[dg.AssetKey]) -> dg.SensorDefinition:
    """Runs the job when watched assets are materialized, one run for each of their new partitions.

    Materializations by the sensor's own runs are passed over, so that a job that rebuilds what is watched does
    not start itself. A partition is carried on where the job has it. The cursor maps asset keys to the last
    storage id that was seen; what came before the sensor's first look does not count.
    """

    @dg.sensor(
        name=entry.name,
        job_name=entry.job,
        minimum_interval_seconds=entry.poll_interval_seconds,
        description=entry.description,
        default_status=_RUNNING,
    )
    def watch(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        first = not context.cursor
        cursor: dict[str, int] = json.loads(context.cursor) if context.cursor else {}
        news: dict[str | None, int] = {}
        for key in keys:
            name = key.to_user_string()
            if first:
                cursor[name] = _newest(context.instance, key)
                continue
            for record in _materializations(context.instance, key, cursor.get(name, 0)):
                cursor[name] = record.storage_id
                run = context.instance.get_run_by_id(record.run_id)
                if run is None or run.tags.get(SENSOR_TAG) != entry.name:
                    news[record.partition_key] = record.storage_id
        text = json.dumps(cursor, sort_keys=True)
        if not news:
            context.update_cursor(text)
            return dg.SkipReason("no watched asset was materialized by anything but this sensor's own runs")
        return dg.SensorResult(run_requests=list(_asset_runs(context, entry, news)), cursor=text)

    return watch


def _newest(instance: dg.DagsterInstance, key: dg.AssetKey) -> int:
    records = instance.fetch_materializations(key, limit=1).records
    return records[0].storage_id if records else 0


def _materializations(instance: dg.DagsterInstance, key: dg.AssetKey, after: int) -> Iterator[Any]:
    page: str | None = None
    while True:
        result = instance.fetch_materializations(
            dg.AssetRecordsFilter(asset_key=key, after_storage_id=after), limit=200, cursor=page, ascending=True
        )
        yield from result.records
        if not result.has_more:
            return
        page = result.cursor


def _asset_runs(
    context: dg.SensorEvaluationContext, entry: Sensor, news: Mapping[str | None, int]
) -> Iterator[dg.RunRequest]:
    partitions = job_partitions(context.repository_def, str(entry.job))
    tags = {SENSOR_TAG: entry.name}
    if partitions is None:
        yield dg.RunRequest(run_key=f"{entry.name}:{max(news.values())}", tags=tags)
        return
    known = set(chosen_partitions(partitions, "all", datetime.now(timezone.utc), context.instance))
    carried = {key: last for key, last in news.items() if key is not None and key in known}
    for key, last in carried.items():
        yield dg.RunRequest(run_key=f"{entry.name}:{last}:{key}", tags=tags, partition_key=key)
    if not carried:
        yield from _runs(context, entry, f"{entry.name}:{max(news.values())}", tags)


def run_status_sensor(entry: Sensor, jobs: Mapping[str, Any]) -> dg.SensorDefinition:
    """Runs the job when a watched job's run reaches the status; the run's id and job are handed on as tags."""

    @dg.run_status_sensor(
        name=entry.name,
        run_status=dg.DagsterRunStatus[str(entry.status)],
        monitored_jobs=[jobs[str(name)] for name in entry.watched_jobs],
        request_job=jobs[str(entry.job)],
        minimum_interval_seconds=entry.poll_interval_seconds,
        description=entry.description,
        default_status=_RUNNING,
    )
    def watch(context: dg.RunStatusSensorContext) -> Iterator[dg.RunRequest]:
        run = context.dagster_run
        tags = {SENSOR_TAG: entry.name, "floe/watched-job": run.job_name, "floe/watched-run": run.run_id}
        key = f"{entry.name}:{run.run_id}"
        partitions = job_partitions(context.repository_def, str(entry.job)) if context.repository_def else None
        if partitions is None:
            yield dg.RunRequest(run_key=key, tags=tags)
            return
        carried = run.tags.get(PARTITION_NAME_TAG)
        keys = chosen_partitions(partitions, "all", datetime.now(timezone.utc), context.instance)
        if carried not in keys:
            carried = None
        latest = chosen_partitions(partitions, "latest", datetime.now(timezone.utc), context.instance)
        for partition in [carried] if carried is not None else latest:
            yield dg.RunRequest(run_key=f"{key}:{partition}", tags=tags, partition_key=partition)

    return watch


def custom_sensor(entry: Sensor, function: Callable[..., Any]) -> dg.SensorDefinition:
    """Calls the target function with the context and ``args``; what it returns or yields is handed to Dagster.

    A run request without a job gets the sensor's, and for a partitioned job without a partition the latest.
    """

    @dg.sensor(
        name=entry.name,
        job_name=entry.job,
        minimum_interval_seconds=entry.poll_interval_seconds,
        description=entry.description or inspect.getdoc(function),
        default_status=_RUNNING,
    )
    def watch(context: dg.SensorEvaluationContext) -> Any:
        result = function(context, **entry.args)
        if isinstance(result, dg.SensorResult):
            return result._replace(
                run_requests=[
                    run for request in result.run_requests or () for run in _completed(context, entry, request)
                ]
            )
        return list(_requests(context, entry, result)) or dg.SkipReason("the function asked for no run")

    return watch


def _requests(context: dg.SensorEvaluationContext, entry: Sensor, result: Any) -> Iterator[Any]:
    if result is None or result is False:
        return
    if result is True:
        yield from _runs(context, entry, "", {SENSOR_TAG: entry.name})
    elif isinstance(result, dg.RunRequest):
        yield from _completed(context, entry, result)
    elif type(result) in (list, tuple) or inspect.isgenerator(result):
        # By type: a SkipReason is a tuple too.
        for item in result:
            yield from _requests(context, entry, item)
    else:
        yield result


def _completed(context: dg.SensorEvaluationContext, entry: Sensor, request: dg.RunRequest) -> Iterator[dg.RunRequest]:
    tags = {**request.tags, SENSOR_TAG: entry.name}
    if request.partition_key is not None:
        yield request.with_replaced_attrs(tags=tags)
        return
    partitions = job_partitions(context.repository_def, request.job_name or str(entry.job))
    if partitions is None:
        yield request.with_replaced_attrs(tags=tags)
        return
    for key in chosen_partitions(partitions, "latest", datetime.now(timezone.utc), context.instance):
        run_key = f"{request.run_key}:{key}" if request.run_key else None
        yield request.with_replaced_attrs(tags=tags, partition_key=key, run_key=run_key)


def sensor(
    entry: Sensor,
    jobs: Mapping[str, Any],
    folder_of: Callable[[str], str],
    function_of: Callable[[str], Any],
    keys: list[dg.AssetKey],
) -> dg.SensorDefinition:
    """The Dagster sensor of a declaration.

    ``folder_of`` resolves a path, ``function_of`` imports a function, ``keys`` are the watched assets.
    """
    if entry.type == "file_watcher":
        return file_watcher(entry, folder_of(str(entry.path)))
    if entry.type == "asset_sensor":
        return asset_sensor(entry, keys)
    if entry.type == "run_status":
        return run_status_sensor(entry, jobs)
    return custom_sensor(entry, function_of(str(entry.target_function)))
