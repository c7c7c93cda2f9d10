def refresh(context):
    return 1 + )  # error@16-17: module "maintenance" is not valid Python: unmatched ')'
