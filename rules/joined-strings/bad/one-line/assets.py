from dagster import asset


@asset
def a(): ...


@asset
def b(): ...


@asset(deps=["a" "b"])  # warning@14-21: an item of "deps" is "ab", since no comma stands between its parts; write "a", "b"
def c(): ...
