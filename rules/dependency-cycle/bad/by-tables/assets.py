"""Each reads the table that the other writes."""

from floe_dagster import floe_asset


@floe_asset(inputs=["stock.ratings"], outputs=["stock.prices"])
def prices(context, catalog): ...  # error@5-11: asset "prices" depends on "ratings", which depends on "prices"


@floe_asset(inputs=["stock.prices"], outputs=["stock.ratings"])
def ratings(context, catalog): ...
