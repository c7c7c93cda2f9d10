from floe_dagster import floe_asset


@floe_asset(tags={"domain": "stock"})
def stock_levels(context, catalog):
    """Stock by shelf."""


@floe_asset(deps=["stock_levels"])
def stock_value(context, catalog):  # error@5-16: asset "stock_value" lacks the tag "domain"
    """What the stock is worth."""
