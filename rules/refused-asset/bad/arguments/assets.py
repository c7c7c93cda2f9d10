import dagster as dg
from dagster import graph_multi_asset, multi_asset
from floe_dagster import floe_asset


@floe_asset(group="bronze", description="Orders")  # error@13-18: asset "orders" gives @floe_asset the argument "group", which it does not take; did you mean "group_name"?
def orders(context): ...


@floe_asset(
    partition="daily",  # error@5-14: asset "customers" gives @floe_asset the argument "partition", which it does not take; did you mean "partitions_def"?
    owner=["team:data"],  # error@5-10: asset "customers" gives @floe_asset the argument "owner", which it does not take; did you mean "owners"?
    schedule=None,  # error@5-13: asset "customers" gives @floe_asset the argument "schedule", which it does not take; leave it out
)
def customers(context): ...


@dg.asset(inputs=["raw.items"])  # error@11-17: asset "items" gives @asset the argument "inputs", which it does not take; @floe_asset does
def items(context): ...


@multi_asset(specs=[dg.AssetSpec("left")], tags={"a": "b"})  # error@44-48: asset "several" gives @multi_asset the argument "tags", which it does not take; give it to each of its assets
def several(context): ...


MORE = {"resources": {"db"}}  # error@22-28: asset "make_products" gives @floe_asset the argument "resources", which it does not take; leave it out


@floe_asset(name="products", **MORE)
def make_products(context): ...


@floe_asset("bronze")  # error@13-21: an asset gives @floe_asset text in place of a function; name the argument, such as group_name="bronze"
def prices(context): ...
