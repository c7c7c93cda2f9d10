from floe_dagster import floe_asset


@floe_asset(owners=["team:stock"])
def stock_levels(context, catalog):
    """Stock by shelf."""


@floe_asset(deps=["stock_levels"])
def stock_value(context, catalog):  # error@5-16: asset "stock_value" has no owner; name one in "owners"
    """What the stock is worth."""
