from dagster import asset

NOTE = "one" "text"


@asset(kinds=["python"])
def a(): ...
