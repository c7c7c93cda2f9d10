from dagster import asset


@asset
def a(): ...


@asset
def b(): ...


@asset(deps=["a", "b"], description="made of " "two")
def c(): ...
