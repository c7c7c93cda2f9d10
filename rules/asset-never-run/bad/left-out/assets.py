"""One asset that nothing runs, and three that something runs."""

from dagster import AutomationCondition, asset
from floe_dagster import floe_asset


@floe_asset(group_name="stock")
def counts(context, catalog): ...


@floe_asset(group_name="reports", deps=["counts", "landing"])
def weekly_report(context, catalog): ...  # info@5-18: nothing runs asset "weekly_report": no job selects it and it has no automation condition


@floe_asset(group_name="reports", deps=["counts"])
def eager_report(context, catalog): ...


@asset(group_name="reports", automation_condition=AutomationCondition.on_missing())
def monthly_report(context): ...
