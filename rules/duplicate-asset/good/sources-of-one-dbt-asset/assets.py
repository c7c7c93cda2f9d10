from dagster import AssetSpec, SourceAsset, asset, multi_asset
from floe_dagster import floe_asset


@asset(key_prefix="bronze")
def raw_orders():
    """Orders, which dbt calls the source bronze.raw_orders."""


@floe_asset
def customers(context, catalog):
    """Customers, whose key two sources of dbt have by meta.dagster.asset_key."""


@multi_asset(specs=[AssetSpec(["bronze", "events"])])
def log():
    """What happened."""


files = SourceAsset(["bronze", "files"])
