"""What lint passes loads in Dagster and does what the YAML says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

import dagster as dg
from dagster._core.definitions.partitions.context import partition_loading_context
from dagster._utils.schedules import schedule_execution_time_iterator

from floe_dagster.commands.backfill import make_plan
from floe_dagster.definitions import load
from floe_dagster.loading.partition_choice import job_partitions
from floe_lint.api import Options, lint_reported
from floe_lint.findings.finding import Report
from floe_lint.project.project import Project
from floe_lint.validated import ValidatedProject

TICKS = 20


def lint(folder: Path) -> tuple[Project, Report]:
    """The linter's verdict."""
    return lint_reported(str(folder / "floe.yaml"), Options(env={}, use_configuration=False))


def disagreements(project: Project, report: Report) -> Iterator[str]:
    """Where Dagster does something else than lint, which found no error, lets one expect."""
    try:
        definitions = load(ValidatedProject(project, report))
        dg.Definitions.validate_loadable(definitions)
        repository = definitions.get_repository_def()
    except Exception as error:
        yield f"lint found no error, but loading raised {type(error).__name__}: {_short(error)}"
        return
    instance = _instance()
    parts: list[Iterator[str]] = [
        _assets(project, repository),
        _jobs(project, repository),
        _schedules(project, repository, instance),
        _sensors(project, repository, definitions, instance),
        _backfills(project, repository, instance),
    ]
    for part in parts:
        try:
            yield from part
        except Exception as error:
            yield f"{part.__name__} raised {type(error).__name__}: {_short(error)}"  # type: ignore[attr-defined]


@cache
def _instance() -> dg.DagsterInstance:
    """One for all projects: nothing is ever run in it."""
    return dg.DagsterInstance.local_temp()


def _short(error: BaseException) -> str:
    while error.__cause__ is not None:
        error = error.__cause__
    return " ".join(str(error).split())[:400]


def _assets(project: Project, repository: Any) -> Iterator[str]:
    graph = repository.asset_graph
    theirs = {key.to_user_string(): graph.get(key) for key in graph.get_all_asset_keys()}
    if project.catalog.complete and set(theirs) != set(project.catalog.by_key):
        only = sorted(set(theirs) ^ set(project.catalog.by_key))
        yield f"assets {only} are known to only one of lint and Dagster"
    for key, asset in project.catalog.by_key.items():
        node = theirs.get(key)
        if node is None:
            continue
        if asset.external == node.is_materializable:
            yield f"asset {key}: external {asset.external}, but Dagster's is_materializable {node.is_materializable}"
        deps = {dep.key for dep in asset.deps}
        parents = {parent.to_user_string() for parent in node.parent_keys} - ({key} - deps)
        if deps != parents:
            yield f"asset {key}: deps {sorted(deps)}, but Dagster has {sorted(parents)}"
        if asset.external and asset.place is None:
            continue
        if asset.group is not None and asset.group != node.group_name:
            yield f"asset {key}: group {asset.group}, but Dagster has {node.group_name}"
        tags = dict(node.tags)
        if asset.tags is not None and dict(asset.tags) != tags:
            yield f"asset {key}: tags {dict(asset.tags)}, but Dagster has {tags}"
        if asset.kinds is not None and not asset.external and set(asset.kinds) != set(node.kinds):
            yield f"asset {key}: kinds {sorted(asset.kinds)}, but Dagster has {sorted(node.kinds)}"
        if asset.owners is not None and set(asset.owners) != set(node.owners):
            yield f"asset {key}: owners {asset.owners}, but Dagster has {node.owners}"
        if not asset.external:
            together = {one.to_user_string() for one in node.execution_set_asset_keys}
            if {key, *asset.required_neighbors} != together:
                yield f"asset {key}: runs with {asset.required_neighbors}, but in Dagster with {sorted(together)}"
        partitioned = project.partitioning.of_asset(asset) is not None
        if partitioned != node.is_partitioned:
            yield f"asset {key}: partitioned {partitioned}, but Dagster has {node.is_partitioned}"
        automated = asset.own_automation or asset.automation is not None
        if not asset.external and automated != (node.automation_condition is not None):
            yield f"asset {key}: automated {automated}, but Dagster has {node.automation_condition}"


def _jobs(project: Project, repository: Any) -> Iterator[str]:
    for name, job in project.declarations.jobs.items():
        definition = repository.get_job(name)
        if job.type == "ops":
            if not definition.nodes:
                yield f"job {name}: runs no op"
            continue
        theirs = {key.to_user_string() for key in definition.asset_layer.selected_asset_keys}
        ours = {asset.key for asset in project.selected.assets(name)}
        if project.selected.is_known(job) and ours != theirs:
            yield f"job {name} {list(job.selection)}: lint selects {sorted(ours)}, Dagster {sorted(theirs)}"
        if not theirs:
            yield f"job {name}: Dagster runs no asset"
        partitioned = project.partitioning.of_job(job).is_partitioned
        actual = job_partitions(repository, name) is not None
        if partitioned is not None and partitioned != actual:
            yield f"job {name}: partitioned {partitioned}, but Dagster has {actual}"


def _schedules(project: Project, repository: Any, instance: dg.DagsterInstance) -> Iterator[str]:
    now = datetime.now(timezone.utc)
    for name, entry in project.declarations.schedules.items():
        schedule = repository.get_schedule_def(name)
        iterator = schedule_execution_time_iterator(
            now.timestamp(), schedule.cron_schedule, schedule.execution_timezone or "UTC", ascending=True
        )
        ticks = list(islice(iterator, TICKS))
        if len(ticks) < TICKS or any(later <= earlier for earlier, later in pairwise(ticks)):
            yield f"schedule {name}: ticks {ticks}"
            continue
        partitions = job_partitions(repository, str(entry.job))
        for tick in (ticks[0], ticks[-1]):
            context = dg.build_schedule_context(
                instance=instance, scheduled_execution_time=tick, repository_def=repository
            )
            result = schedule.evaluate_tick(context)
            requests = list(result.run_requests or ())
            if partitions is None:
                if [request.partition_key for request in requests] != [None]:
                    yield f"schedule {name}: requests {requests}"
                continue
            asked = [str(request.partition_key) for request in requests]
            with partition_loading_context(effective_dt=tick, dynamic_partitions_store=instance):
                # All keys only where all are asked for: two time dimensions have millions.
                everything = list(partitions.get_partition_keys()) if entry.partition_selector == "all" else asked
                existing = [key for key in asked if partitions.has_partition_key(key)]
            if existing != asked or len(set(asked)) != len(asked):
                yield f"schedule {name}: asks for partitions {asked[:3]}, of which not all exist"
            if not asked and not isinstance(partitions, dg.DynamicPartitionsDefinition):
                yield f"schedule {name}: asks for no partition"
            if set(asked) != set(everything):
                yield f"schedule {name}: asks for {len(asked)} of {len(everything)} partitions"


def _sensors(
    project: Project, repository: Any, definitions: dg.Definitions, instance: dg.DagsterInstance
) -> Iterator[str]:
    for name, entry in project.declarations.sensors.items():
        sensor = repository.get_sensor_def(name)
        context = dg.build_sensor_context(instance=instance, repository_def=repository)
        result = sensor.evaluate_tick(context)
        asked = len(list(result.run_requests or ()))
        expected = 1 if entry.type == "custom" and str(entry.target_function).endswith(".look") else 0
        partitioned = job_partitions(repository, str(entry.job)) is not None
        if asked != expected and not (expected and partitioned):
            yield f"sensor {name}: asks for {asked} runs where nothing has happened, expected {expected}"
        if sensor.job_name != entry.job:
            yield f"sensor {name}: runs {sensor.job_name} instead of {entry.job}"
        if entry.poll_interval_seconds is not None and sensor.minimum_interval_seconds != entry.poll_interval_seconds:
            yield f"sensor {name}: interval {sensor.minimum_interval_seconds} instead of {entry.poll_interval_seconds}"
    if any(pattern.settings.get("automation_condition") for pattern in project.declarations.patterns):
        dg.evaluate_automation_conditions(
            definitions, instance=instance, evaluation_time=datetime.now(timezone.utc) + timedelta(minutes=1)
        )


def _backfills(project: Project, repository: Any, instance: dg.DagsterInstance) -> Iterator[str]:
    for name, entry in project.declarations.backfills.items():
        partitions = job_partitions(repository, str(entry.job))
        if partitions is None:
            yield f"backfill {name}: job {entry.job} has no partitions"
            continue
        if isinstance(partitions, dg.DynamicPartitionsDefinition):
            # Only the instance knows their keys.
            continue
        plan = make_plan(entry, repository, instance, restart=True)
        with partition_loading_context(dynamic_partitions_store=instance):
            keys = partitions.get_partition_keys()
        if not plan.partitions or not set(plan.partitions) <= set(keys):
            yield f"backfill {name}: plans {list(plan.partitions)[:3]}"
        elif not isinstance(partitions, dg.MultiPartitionsDefinition):
            wanted = list(keys[keys.index(str(entry.start)) : keys.index(str(entry.end)) + 1])
            if list(plan.partitions) != wanted:
                yield f"backfill {name}: plans {len(plan.partitions)} partitions instead of {len(wanted)}"
