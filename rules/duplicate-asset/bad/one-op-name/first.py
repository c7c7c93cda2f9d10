"""Multi-assets, and an asset."""

from dagster import AssetSpec, asset, multi_asset


@multi_asset(specs=[AssetSpec("eu"), AssetSpec("us")])
def regions():
    """Regions."""


@asset
def load():
    """Load."""


@multi_asset(specs=[AssetSpec("ap")], name="further_regions")
def _():
    """Named."""
