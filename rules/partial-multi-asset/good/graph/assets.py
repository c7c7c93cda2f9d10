"""Assets that one graph makes, one by one, and another one that the text does not tell."""

import dagster as dg
from settings import outputs


@dg.op
def count():
    """Something."""


@dg.graph_multi_asset(outs={"orders": dg.AssetOut(), "refunds": dg.AssetOut()}, can_subset=True)
def accounting():
    """One by one."""
    return {"orders": count(), "refunds": count.alias("count_refunds")()}


@dg.multi_asset(outs=outputs())
def computed():
    """Whatever they are."""
