from dagster import asset


@asset(
    kinds={
        #> warning@9-9: an item of "kinds" is "pythonduckdb", since no comma stands between its parts; write "python", "duckdb"
        "python"
        "duckdb",
    }
)
def c(): ...
