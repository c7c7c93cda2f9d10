import dagster as dg


@dg.asset(
    tags={"acme/cost-center": "4.2", "nightly": "", "dagster/kind/spark": ""},
    owners=["team:data eng", "ann@acme.org"],
    kinds={"bigquery"},
)
def orders(context): ...
