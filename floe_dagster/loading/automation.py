"""Automation conditions and backfill policies by name."""

from __future__ import annotations

from typing import Any

import dagster as dg

from floe_lint.project.automation import SENSOR_NAME


def automation_condition(name: str, partitions: dg.PartitionsDefinition[Any] | None) -> Any:
    """The condition that ``automation_condition`` names.

    ``eager`` and ``on_missing`` are Dagster's, which act on the latest partition of a time window only.
    ``on_cron`` takes its cron and time zone from the asset's time partition.
    """
    if name == "eager":
        return dg.AutomationCondition.eager()
    if name == "on_missing":
        return dg.AutomationCondition.on_missing()
    window = time_window_of(partitions)
    assert window is not None, "lint refuses on_cron without a time partition"
    return dg.AutomationCondition.on_cron(window.cron_schedule, cron_timezone=window.timezone)


def time_window_of(
    partitions: dg.PartitionsDefinition[Any] | None,
) -> dg.TimeWindowPartitionsDefinition | None:
    """The time window of a definition, or of the dimension that has one."""
    if isinstance(partitions, dg.TimeWindowPartitionsDefinition):
        return partitions
    if isinstance(partitions, dg.MultiPartitionsDefinition):
        for dimension in partitions.partitions_defs:
            if isinstance(dimension.partitions_def, dg.TimeWindowPartitionsDefinition):
                return dimension.partitions_def
    return None


def automation_sensor() -> dg.AutomationConditionSensorDefinition:
    """The sensor that evaluates the conditions. It runs from the start: Dagster's own default one is stopped."""
    return dg.AutomationConditionSensorDefinition(
        name=SENSOR_NAME, target=dg.AssetSelection.all(), default_status=dg.DefaultSensorStatus.RUNNING
    )


def backfill_policy(name: str) -> dg.BackfillPolicy:
    """``eager`` runs a whole range at once, ``lazy`` one partition in each run."""
    return dg.BackfillPolicy.single_run() if name == "eager" else dg.BackfillPolicy.multi_run(1)
