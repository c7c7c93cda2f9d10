from floe_dagster import floe_asset

READ = ["bronze.orders", "bronze.cutsomers"]  # warning@26-44: asset "joined" reads "bronze.cutsomers", which no asset writes; did you mean "bronze.customers"?


@floe_asset(group_name="bronze", outputs=["bronze.customers"])
def bronze_customers(context, catalog):
    """Customers."""


@floe_asset(group_name="bronze", outputs=["bronze.orders"])
def bronze_orders(context, catalog):
    """Orders."""


@floe_asset(group_name="silver", inputs=["bronze.custmers"])  # warning@42-59: asset "silver_customers" reads "bronze.custmers", which no asset writes; did you mean "bronze.customers"?
def silver_customers(context, catalog):
    """Cleaned."""


@floe_asset(group_name="silver", inputs=READ)
def joined(context, catalog):
    """Both."""
