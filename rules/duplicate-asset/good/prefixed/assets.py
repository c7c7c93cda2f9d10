from dagster import asset


@asset(key_prefix="raw")
def customers():
    """Raw."""


@asset(name="customers", key_prefix="clean")
def clean_customers():
    """Clean."""
