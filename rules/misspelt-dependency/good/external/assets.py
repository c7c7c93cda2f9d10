from floe_dagster import floe_asset


@floe_asset(group_name="bronze", deps=["crm_export"])
def bronze_customers(context, catalog):
    """What comes from outside is named so on purpose."""
