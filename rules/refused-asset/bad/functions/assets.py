from typing import Any

import dagster as dg
from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
async def orders(context): ...  # error@11-17: asset "orders" is an async function, which @floe_asset refuses; make it a plain one, or use @asset


@dg.asset
def customers(context: "dg.AssetExecutionContext"): ...  # error@24-50: asset "customers" annotates "context" with text, which Dagster refuses; leave out the quotes or the annotation


@dg.asset(group_name="bronze")
def items(context: Any): ...  # error@20-23: asset "items" annotates "context" with a type that Dagster refuses; write AssetExecutionContext


class Context(dg.AssetExecutionContext): ...


@dg.multi_asset(specs=[dg.AssetSpec("left")])
def several(context: Context): ...  # error@22-29: asset "several" annotates "context" with a type that Dagster refuses; write AssetExecutionContext


def prices(_: dg.SensorEvaluationContext): ...  # error@15-41: asset "prices" annotates "_" with a type that Dagster refuses; write AssetExecutionContext


priced = dg.asset(prices)
