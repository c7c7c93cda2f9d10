import dagster as dg


@dg.asset(deps=["totals"])  # error@17-25: asset "totals" depends on itself
def totals(): ...
