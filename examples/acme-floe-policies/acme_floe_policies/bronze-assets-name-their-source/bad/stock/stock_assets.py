from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
def stock_levels(context, catalog):  # error@5-17: asset "stock_levels" is in the group "bronze" and has no tag "source"
    """Stock by shelf."""
