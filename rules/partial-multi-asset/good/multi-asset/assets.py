"""Assets that one function makes, together or one by one."""

import os

from dagster import AssetOut, AssetSpec, asset, multi_asset


@multi_asset(outs={"orders": AssetOut(), "refunds": AssetOut()})
def accounting():
    """Both at once."""


@multi_asset(specs=[AssetSpec("eu", skippable=True), AssetSpec("us", skippable=True)], can_subset=True)
def sales():
    """Those that are selected."""


@multi_asset(specs=[AssetSpec("red"), AssetSpec("blue")], can_subset=bool(os.environ.get("PARTS")))
def colours():
    """Perhaps one by one."""


@multi_asset(specs=[AssetSpec("single")])
def alone():
    """Only one."""


@asset(deps=["orders", "eu", "red", "single"])
def report():
    """Of some of them."""
