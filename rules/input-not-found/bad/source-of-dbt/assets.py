from dagster import asset


@asset
def report(orders):  # error@12-18: asset "report" takes the value of "orders", which does not exist; define it, or name it in deps if it is made elsewhere
    """A source of dbt is a name, and nothing that Dagster could load."""
