from dagster import asset

LAYER = "bronze"
PREFIX = ["raw", f"{LAYER}_v1"]


@asset(group_name=LAYER, key_prefix=PREFIX)
def orders():
    """Constants are followed."""
