"""An asset with an automation condition of its own."""

from dagster import AutomationCondition, asset


@asset
def counts(context): ...


@asset(deps=[counts], automation_condition=AutomationCondition.eager())
def report(context): ...  # info@5-11: both schedule "daily" and the automation condition in its code run "report"
