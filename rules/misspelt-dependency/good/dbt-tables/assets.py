from floe_dagster import floe_asset


@floe_asset(group_name="gold", inputs=["main.fct_orders", "crm.leads"], outputs=["crm.lead"])
def report(context, catalog):
    """Of a model's table and a source's."""


@floe_asset(group_name="gold", inputs=["crm.leads"])
def leads(context, catalog):
    """Of a source that dbt declares."""
