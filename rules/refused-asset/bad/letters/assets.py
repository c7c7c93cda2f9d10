from floe_dagster import floe_asset


@floe_asset
def users(context): ...


@floe_asset(deps="users")  # error@18-25: asset "orders" gives "deps" as text, of which Dagster takes each letter for an asset; give a list: ["users"]
def orders(context): ...
