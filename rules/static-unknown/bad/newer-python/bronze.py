#> info@6-12: cannot be checked statically: module "bronze" is not read: the project runs on Python 3.15, floe-lint here on an older one
lazy import json
