"""A schedule or sensor runs a partitioned job and does not say which partition."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import At, Problem, Project, Schedule, Sensor, owner

_TAKES = {
    "asset_sensor": "each run takes the partition that was materialized, else the latest",
    "run_status": "each run takes the partition of the run that was watched, else the latest",
    "custom": "each run takes the partition that the function asks for, else the latest",
}


def check(project: Project) -> Iterator[Problem]:
    """One problem for each schedule and sensor that leaves the choice to the loader."""
    declarations = project.declarations
    entries: list[Schedule | Sensor] = [*declarations.schedules.values(), *declarations.sensors.values()]
    for entry in entries:
        job = project.job(entry.job)
        if job is None or not project.partitioning.of_job(job).is_partitioned:
            continue
        if isinstance(entry, Schedule):
            if entry.partition_selector is not None or not entry.is_known("partition_selector"):
                continue
            takes = "each run takes the latest partition; set partition_selector to latest or all"
        else:
            takes = _TAKES.get(entry.type, "each run takes the latest partition")
        yield Problem(
            At((*entry.route, "job")),
            f'{owner(entry.route)} runs the partitioned job "{job.name}": {takes}',
        )
