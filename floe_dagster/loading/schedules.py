"""Schedules, with the partitions that a tick runs."""

# No postponed annotations here: Dagster reads those of the functions below, and takes only the classes themselves.

from collections.abc import Iterator
from typing import Literal

import dagster as dg

from floe_dagster.loading.partition_choice import chosen_partitions, job_partitions
from floe_lint.format.floe_yaml import Schedule


def schedule(entry: Schedule) -> dg.ScheduleDefinition:
    """A schedule that requests one run for each partition that its selector means at the tick.

    A job without partitions is run once. Dagster's own plain schedule would run a partitioned job without a
    partition, which succeeds and does nothing.
    """
    selector: Literal["latest", "all"] = "all" if entry.partition_selector == "all" else "latest"

    def tick(context: dg.ScheduleEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
        at = context.scheduled_execution_time
        partitions = job_partitions(context.repository_def, str(entry.job))
        stamp = at.isoformat()
        if partitions is None:
            yield dg.RunRequest(run_key=stamp)
            return
        keys = chosen_partitions(partitions, selector, at, context.instance)
        if not keys:
            yield dg.SkipReason(f'job "{entry.job}" has no partition yet at {stamp}')
        for key in keys:
            yield dg.RunRequest(run_key=f"{stamp}/{key}", partition_key=key)

    return dg.ScheduleDefinition(
        name=entry.name,
        job_name=str(entry.job),
        cron_schedule=str(entry.cron_schedule),
        execution_timezone=entry.timezone or "UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING if entry.enabled else dg.DefaultScheduleStatus.STOPPED,
        description=entry.description,
        execution_fn=tick,
    )
