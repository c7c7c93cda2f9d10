"""Assets that one function makes together."""

from dagster import AssetOut, AssetSpec, asset, multi_asset


@multi_asset(outs={"orders": AssetOut(), "refunds": AssetOut(is_required=False)})
def accounting():
    """Both at once."""


NAMES = ("eu", "us", "asia", "africa", "oceania", "arctic")


@multi_asset(specs=[AssetSpec(["sales", name], group_name="sales") for name in NAMES], can_subset=False)
def sales():
    """All areas at once."""


@asset(deps=["orders", ["sales", "eu"], ["sales", "us"]])
def report():
    """Of two areas."""
