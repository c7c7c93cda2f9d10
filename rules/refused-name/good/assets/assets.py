from dagster import asset


@asset(group_name="bronze/layer", key_prefix=["raw-data", "v1.2"])
def customers():
    """Customers."""


@asset(key_prefix="raw")
def config():
    """Below a prefix the word is free."""
