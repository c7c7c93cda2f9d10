from dagster import SourceAsset
from floe_dagster import floe_asset


@floe_asset
def orders(context, catalog):
    """Orders."""


elsewhere = SourceAsset("orders")  # error@25-33: asset "orders" is defined twice; give one of them another name
