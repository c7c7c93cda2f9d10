import dagster as dg


@dg.asset
def customers(context): ...


@dg.asset
def clean(_, custmers): ...  # error@14-22: asset "clean" takes the value of "custmers", which does not exist; did you mean "customers"?
