import dagster as dg


@dg.asset(tags={"cost center": "42", "team": "data eng"})
def orders(context): ...  # error@5-11: asset "orders" has the tag "cost center", which Dagster refuses: at most 63 letters, digits, "_", "-" and ".", after one namespace and /  # error@5-11: asset "orders" has "data eng" in the tag "team", which Dagster refuses: at most 63 letters, digits, "_", "-" and "."


@dg.asset(owners=["data"], kinds={"big query"})
def customers(context): ...  # error@5-14: asset "customers" has the kind "big query", which Dagster refuses: at most 63 letters, digits, "_", "-" and "."  # error@5-14: asset "customers" has the owner "data", which Dagster refuses: give an e-mail address or a team such as "team:data"


@dg.asset(kinds={"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"})
def kinds(context): ...  # error@5-10: asset "kinds" has 11 kinds; Dagster takes 10
