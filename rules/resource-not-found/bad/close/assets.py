from floe_dagster import floe_asset


@floe_asset
def customers(catalogue, warehouse): ...  # warning@15-24: asset "customers" needs a resource "catalogue"; did you mean "catalog"?
