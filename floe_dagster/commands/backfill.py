"""``floe backfill NAME``: a range of partitions, a batch at a time, resumable."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import dagster as dg
from dagster._core.storage.tags import PARTITION_NAME_TAG

from floe_dagster.catalog.file_lock import exclusive
from floe_dagster.definitions import load
from floe_dagster.loading.partition_choice import chosen_partitions, job_partitions
from floe_dagster.project import FloeLoadError, find_floe_file
from floe_lint.api import LintError
from floe_lint.format.floe_yaml import Backfill
from floe_lint.kernel.near_names import nearest
from floe_lint.validated import InvalidProjectError, validate

BACKFILL_TAG = "floe/backfill"
"""On every run of a backfill: its name."""


class Plan(NamedTuple):
    """What a backfill has to do: partitions in order, and those that earlier runs finished."""

    partitions: list[str]
    done: frozenset[str]

    @property
    def left(self) -> list[str]:
        """The partitions that are still to run."""
        return [key for key in self.partitions if key not in self.done]


def run_backfill(name: str, floe_file: str | None, *, dry_run: bool, restart: bool) -> int:
    """Run a backfill; 0 when every partition is done, 1 when some failed, 2 when it could not start."""
    try:
        path = Path(floe_file) if floe_file is not None else find_floe_file(None, None)
        if path.is_dir():
            path /= "floe.yaml"
        validated = validate(str(path), os.environ)
    except (FloeLoadError, LintError, InvalidProjectError) as error:
        return _refuse(str(error))
    backfills = validated.project.declarations.backfills
    entry = backfills.get(name)
    if entry is None:
        near = nearest(name, backfills)
        way_out = f'; did you mean "{near}"?' if near else f"; there are: {', '.join(backfills) or 'none'}"
        return _refuse(f'there is no backfill "{name}"{way_out}')
    try:
        repository = load(validated).get_repository_def()
    except FloeLoadError as error:
        return _refuse(str(error))
    lock = path.parent / ".floe" / f"backfill-{name}"
    try:
        with instance_for(path.parent) as instance:
            if dry_run:
                _print_plan(entry, make_plan(entry, repository, instance, restart=restart))
                return 0
            with exclusive([str(lock)], wait=False):
                finish_interrupted(entry, instance)
                plan = make_plan(entry, repository, instance, restart=restart)
                return _execute(entry, plan, repository, instance)
    except FloeLoadError as error:
        return _refuse(str(error))
    except BlockingIOError:
        return _refuse(f'backfill "{name}" is running in another process')
    except KeyboardInterrupt:
        print(f'\nbackfill "{name}" was interrupted; run the command again to go on', file=sys.stderr)
        return 130


def instance_for(folder: Path) -> dg.DagsterInstance:
    """The instance of ``DAGSTER_HOME``, else one under ``.floe`` of the project that keeps its runs."""
    if os.environ.get("DAGSTER_HOME"):
        return dg.DagsterInstance.get()
    home = (folder / ".floe" / "dagster").resolve()
    home.mkdir(parents=True, exist_ok=True)
    return dg.DagsterInstance.local_temp(str(home))


def make_plan(entry: Backfill, repository: Any, instance: dg.DagsterInstance, *, restart: bool) -> Plan:
    """The partitions of the range, both ends included, and those whose last run of this backfill succeeded.

    For a multi-dimensional job the range is over the time dimension and every key of the other one runs.
    """
    from datetime import datetime, timezone

    partitions = job_partitions(repository, str(entry.job))
    assert partitions is not None, "lint refuses a backfill of a job without partitions"
    keys = chosen_partitions(partitions, "all", datetime.now(timezone.utc), instance)
    wanted = list(_within(keys, partitions, str(entry.start), str(entry.end)))
    if restart:
        return Plan(wanted, frozenset())
    filters = dg.RunsFilter(job_name=entry.job, tags={BACKFILL_TAG: entry.name}, statuses=[dg.DagsterRunStatus.SUCCESS])
    done = {run.tags.get(PARTITION_NAME_TAG) for run in instance.get_runs(filters=filters)}
    return Plan(wanted, frozenset(key for key in wanted if key in done))


def finish_interrupted(entry: Backfill, instance: dg.DagsterInstance) -> None:
    """Mark runs of the backfill as canceled whose process is gone; their partitions run again.

    Only the one process that holds the backfill may say so.
    """
    for run in instance.get_runs(filters=dg.RunsFilter(job_name=entry.job, tags={BACKFILL_TAG: entry.name})):
        if not run.is_finished:
            instance.report_run_canceled(run, message="the backfill was interrupted")


def _within(keys: Sequence[str], partitions: Any, start: str, end: str) -> Iterator[str]:
    if isinstance(partitions, dg.MultiPartitionsDefinition):
        from floe_dagster.loading.automation import time_window_of

        window = time_window_of(partitions)
        time_keys = list(window.get_partition_keys()) if window is not None else []
        chosen = set(_slice(time_keys, start, end))
        name = partitions.time_window_dimension.name if window is not None else ""
        for key in keys:
            if partitions.get_partition_key_from_str(key).keys_by_dimension.get(name) in chosen:
                yield key
        return
    yield from _slice(keys, start, end)


def _slice(keys: Sequence[str], start: str, end: str) -> Sequence[str]:
    if start not in keys or end not in keys:
        missing = start if start not in keys else end
        raise FloeLoadError(f'partition "{missing}" does not exist yet')
    return keys[keys.index(start) : keys.index(end) + 1]


def _execute(entry: Backfill, plan: Plan, repository: Any, instance: dg.DagsterInstance) -> int:
    size = entry.batch_size or 1
    left = plan.left
    if plan.done:
        print(f"{len(plan.done)} of {len(plan.partitions)} partitions are done already")
    job = repository.get_job(str(entry.job))
    failed: list[str] = []
    batches = [left[index : index + size] for index in range(0, len(left), size)]
    for number, batch in enumerate(batches, 1):
        print(f"batch {number} of {len(batches)}: {_span(batch)}", flush=True)
        for key in batch:
            result = job.execute_in_process(
                partition_key=key,
                instance=instance,
                # The name last: what is done already is found by it.
                tags={**entry.tags, BACKFILL_TAG: entry.name},
                raise_on_error=False,
                run_config={"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}},
            )
            if not result.success:
                failed.append(key)
                print(f"  {key} failed: {_reason(result)} (run {result.run_id})", file=sys.stderr, flush=True)
    finished = len(plan.partitions) - len(failed)
    print(f'backfill "{entry.name}": {finished} of {len(plan.partitions)} partitions done')
    if failed:
        print(f"{len(failed)} failed: {', '.join(failed)}; run the command again to retry them", file=sys.stderr)
        return 1
    return 0


def _reason(result: Any) -> str:
    for event in result.all_events:
        if event.is_step_failure:
            error = event.step_failure_data.error
            while error is not None and error.cause is not None:
                error = error.cause
            message = (error.message if error is not None else "").strip().splitlines()
            return f'asset step "{event.step_key}": {message[0] if message else "no message"}'
    return "the run failed before a step did"


def _span(batch: Sequence[str]) -> str:
    return batch[0] if len(batch) == 1 else f"{batch[0]} to {batch[-1]} ({len(batch)} partitions)"


def _print_plan(entry: Backfill, plan: Plan) -> None:
    size = entry.batch_size or 1
    left = plan.left
    print(f'backfill "{entry.name}" runs job "{entry.job}" for {len(left)} of {len(plan.partitions)} partitions')
    if entry.description:
        print(f"  {entry.description}")
    for number, index in enumerate(range(0, len(left), size), 1):
        print(f"  batch {number}: {_span(left[index : index + size])}")


def _refuse(message: str) -> int:
    print(f"floe backfill: {message}", file=sys.stderr)
    return 2
