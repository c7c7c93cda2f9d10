"""Assets that one graph makes together."""

import dagster as dg


@dg.op(out={"orders": dg.Out(), "refunds": dg.Out()})
def book():
    """Both at once."""


@dg.graph_multi_asset(outs={"orders": dg.AssetOut(), "refunds": dg.AssetOut()}, group_name="books")
def accounting():
    """Both at once."""
    return book()
