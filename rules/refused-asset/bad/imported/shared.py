from floe_dagster import floe_asset


@floe_asset(groupname="bronze")  # error@13-22: asset "orders" gives @floe_asset the argument "groupname", which it does not take; did you mean "group_name"?
def orders(context): ...
