from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
def customers(context, catalog):
    """Customers."""


@floe_asset(name="customers", group_name="silver")
def clean_customers(context, catalog):  # error@5-20: asset "customers" is defined twice; give one of them another name
    """Cleaned."""
