import dagster as dg


@dg.asset(group_name="silver")
def customers(): ...
