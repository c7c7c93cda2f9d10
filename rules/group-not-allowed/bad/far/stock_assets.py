from floe_dagster import floe_asset


@floe_asset(group_name="landing")
def stock_levels(context, catalog):  # error@5-17: asset "stock_levels" is in the group "landing"; the groups allowed are bronze, silver, sandbox_*
    """Stock by shelf."""


@floe_asset(group_name="sandbox_jane")
def stock_value(context, catalog):
    """What the stock is worth."""
