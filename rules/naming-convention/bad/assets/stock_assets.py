from floe_dagster import floe_asset


@floe_asset(group_name="Bronze")
def stockLevels(context, catalog):  # error@5-16: asset "stockLevels" is not in snake_case; name it "stock_levels" # error@5-16: group "Bronze" is not in snake_case; name it "bronze"
    """Stock by shelf."""
