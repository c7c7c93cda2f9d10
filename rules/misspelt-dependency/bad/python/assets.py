from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
def bronze_customers(context, catalog):
    """Customers."""


@floe_asset(group_name="silver", deps=["bronze_custmers"])  # warning@40-57: asset "silver_customers" depends on "bronze_custmers", which does not exist; did you mean "bronze_customers"?
def silver_customers(context, catalog):
    """Cleaned."""
