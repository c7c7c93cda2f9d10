from dagster import asset


@asset(group_name="bronze")
def orders(): ...
