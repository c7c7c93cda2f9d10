"""Assets with annotations that are kept as text."""

from __future__ import annotations

import dagster as dg
from floe_dagster import floe_asset


@floe_asset
def orders(context: dg.AssetExecutionContext): ...


@dg.asset
def customers(context: dg.AssetExecutionContext, orders: int) -> int: ...  # error@24-48: asset "customers" annotates "context" under "from __future__ import annotations", which Dagster refuses; leave out the annotation or that import, or use @floe_asset


@dg.asset
def items(context) -> None: ...
