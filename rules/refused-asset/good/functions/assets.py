from __future__ import annotations

import dagster as dg
from floe_dagster import floe_asset


@floe_asset
def orders(context: str): ...


@dg.asset
async def customers(context): ...


@dg.asset
def items(orders: int): ...


@dg.observable_source_asset
def source(context: dg.OpExecutionContext): ...
