lazy import json  # error@6-12: module "bronze" is not valid Python: invalid syntax
