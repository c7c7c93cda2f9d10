from dagster import AssetSpec
from floe_dagster import floe_asset


def make(name):
    return AssetSpec(name)


made = make("bronze_custmers")


@floe_asset(group_name="bronze")
def bronze_customers(context, catalog):
    """A factory may well make the asset that looks misspelt."""


@floe_asset(group_name="silver", deps=["bronze_custmers"])
def silver_customers(context, catalog):
    """Cleaned."""
