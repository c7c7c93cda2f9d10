import dagster as dg
from floe_dagster import floe_asset

OWNER = "team:data"


@floe_asset(partitions_def="daily", automation_condition="eager", backfill_policy="lazy")  # error@28-35: asset "orders" gives "partitions_def" as text, which Dagster refuses; set "partitions" under orchestration.assets in floe.yaml, or give a PartitionsDefinition  # error@58-65: asset "orders" gives "automation_condition" as text, which Dagster refuses; set it under orchestration.assets in floe.yaml, or give an AutomationCondition  # error@83-89: asset "orders" gives "backfill_policy" as text, which Dagster refuses; set it under orchestration.assets in floe.yaml, or give a BackfillPolicy
def orders(context): ...


@floe_asset(inputs="raw.customers", outputs=["bronze.customers", ""])  # error@20-35: asset "customers" gives "inputs" as text, which @floe_asset refuses; give a list: ["raw.customers"]  # error@66-68: asset "customers" has an empty text in "outputs", which @floe_asset refuses; name tables only
def customers(context): ...


@floe_asset(tags={"priority": 1, "pii": True, "team": "data", "empty": None}, owners=OWNER)  # error@31-32: asset "items" gives the tag "priority" as a number, which Dagster refuses; give text, such as "1"  # error@41-45: asset "items" gives the tag "pii" as True, which Dagster refuses; give text, such as "true"  # error@72-76: asset "items" gives the tag "empty" as None, which Dagster refuses; give text  # error@86-91: asset "items" gives "owners" as text, which Dagster refuses; give a list: ["team:data"]
def items(context): ...


@dg.asset(tags=["pii"], required_resource_keys=["db"], code_version=2, kinds=["python"])  # error@16-23: asset "products" gives "tags" as a list, which Dagster refuses; give a dict of texts, such as {"priority": "high"}  # error@48-54: asset "products" gives "required_resource_keys" as a list, which Dagster refuses; give a set: {"db"}  # error@69-70: asset "products" gives "code_version" as a number, which Dagster refuses; give text: "2"
def products(context): ...


@dg.asset(ins={"rows": "orders"}, deps=[1], retry_policy=3)  # error@24-32: asset "prices" gives the input "rows" without AssetIn, which Dagster refuses; give AssetIn("orders")  # error@41-42: asset "prices" depends on a number, which Dagster refuses; name an asset  # error@58-59: asset "prices" gives "retry_policy" as a number, which Dagster refuses; give a RetryPolicy
def prices(rows): ...


@dg.observable_source_asset(tags={"a": 1}, owners="team:data")  # error@40-41: asset "source" gives the tag "a" as a number, which Dagster refuses; give text, such as "1"
def source(context): ...


@dg.multi_asset(specs=["left", dg.AssetSpec("right")], can_subset="yes")  # error@24-30: asset "several" gives a spec as text, which Dagster refuses; give AssetSpec("left")  # error@67-72: asset "several" gives "can_subset" as text, which Dagster refuses; give True or False
def several(context): ...
