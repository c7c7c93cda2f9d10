from floe_dagster import floe_asset


@floe_asset(group_name="brnze")
def stock_levels(context, catalog):  # error@5-17: asset "stock_levels" is in the group "brnze"; did you mean "bronze"?
    """Stock by shelf."""


@floe_asset(group_name="sandbox_jane")
def stock_value(context, catalog):
    """What the stock is worth."""
