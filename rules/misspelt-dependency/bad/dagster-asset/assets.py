import dagster as dg


@dg.asset(key_prefix=["raw"])
def customers():
    """Customers."""


@dg.asset(deps=[dg.AssetKey(["raw", "custmers"])])  # warning@17-49: asset "clean" depends on "raw/custmers", which does not exist; did you mean "raw/customers"?
def clean():
    """Cleaned."""
