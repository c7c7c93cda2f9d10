import dagster as dg


@dg.asset
def customers(context): ...


@dg.asset
def clean(_, custmers): ...  # error@14-22: asset "clean" takes the value of "custmers", which does not exist; did you mean "customers"?


@dg.asset(deps=["exports"])
def both(exports): ...  # error@10-17: asset "both" takes the value of "exports", which does not exist; define it, or name it in deps if it is made elsewhere


@dg.op
def count(rows): ...


@dg.graph_asset
def counted(nobodys): return count(nobodys)  # error@13-20: asset "counted" takes the value of "nobodys", which does not exist; define it, or name it in deps if it is made elsewhere
