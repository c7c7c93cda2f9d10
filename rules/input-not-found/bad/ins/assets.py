import dagster as dg


@dg.asset(ins={"table": dg.AssetIn(["crm", "export"])})  # error@25-54: asset "report" takes the value of "crm/export", which does not exist; define it, or name it in deps if it is made elsewhere
def report(table): ...
