"""A ring of three, with a longer way round it, and an asset that depends on itself."""

from dagster import AssetKey, asset
from floe_dagster import floe_asset


@asset(deps=["shelves"])
def report(context): ...


@floe_asset(deps=["articles"])  # error@19-29: asset "counts" depends on "articles", which depends on "shelves", which depends on "counts"
def counts(context, catalog): ...


@asset(deps=[AssetKey("prices"), "counts"])
def shelves(context): ...


@floe_asset(deps=["shelves"])
def articles(context, catalog): ...


@floe_asset(deps=["totals"])  # error@19-27: asset "totals" depends on itself
def totals(context, catalog): ...
