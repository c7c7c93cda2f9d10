from floe_dagster import floe_asset


@floe_asset
def raw_customers(catalog): ...


@floe_asset(deps=[raw_customers])
def customers(context, catalog, raw_customers): ...  # error@33-46: asset "customers" takes "raw_customers" as a resource, but it is an asset; name it in "deps", or get its value with ins={"raw_customers": AssetIn()}
