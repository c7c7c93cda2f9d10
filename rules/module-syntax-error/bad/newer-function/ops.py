#> info@6-12: module "ops" is not read: the project runs on Python 3.15, floe-lint here on an older one
lazy import json


def clean(): ...
