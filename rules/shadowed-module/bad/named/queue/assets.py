from floe_dagster import floe_asset


@floe_asset
def orders(): ...
