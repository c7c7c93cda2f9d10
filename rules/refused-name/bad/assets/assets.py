from dagster import asset


@asset(group_name="bronze-layer")
def customers():  # error@5-14: asset "customers" is in group "bronze-layer", which Dagster refuses: only letters, digits and "_", with "/" between parts
    """Customers."""


@asset
def type():  # error@5-9: asset "type" has a name that Dagster keeps for itself; give it another
    """Type."""


@asset(name="raw orders")  # error@13-25: asset "raw orders" has a name that Dagster refuses: only letters, digits, "_", "." and "-"
def raw_orders():
    """Orders."""
