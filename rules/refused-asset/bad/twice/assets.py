"""Functions that are made an asset of twice."""

import dagster as dg
from dagster import AssetSpec, asset, multi_asset, op
from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
@floe_asset(outputs=["bronze.customers"])
def customers(context):  # error@5-14: asset "customers" is given to @floe_asset though it is one already, which Dagster refuses; keep one of the two
    """Customers."""


@floe_asset
@asset
def orders(context):  # error@5-11: asset "orders" is given to @floe_asset though it is one already, which Dagster refuses; keep one of the two
    """Orders."""


@multi_asset(name="several", specs=[AssetSpec("a")])
@asset
def parts():  # error@5-10: asset "parts" is given to @multi_asset though it is one already, which Dagster refuses; keep one of the two
    """Parts."""


@op
@dg.graph_asset
def steps():  # error@5-10: asset "steps" is given to @op though it is one already, which Dagster refuses; keep one of the two
    """Steps."""


@dg.asset_check(asset="orders")
@asset
def checked():  # error@5-12: asset "checked" is given to @asset_check though it is one already, which Dagster refuses; keep one of the two
    """Checked."""


@asset
def plain():
    """Plain."""


again = asset(name="again")(plain)  # error@29-34: asset "plain" is given to @asset though it is one already, which Dagster refuses; keep one of the two
source = asset(dg.SourceAsset("landing"))  # error@16-41: an asset is given to @asset though it is one already, which Dagster refuses; keep one of the two
