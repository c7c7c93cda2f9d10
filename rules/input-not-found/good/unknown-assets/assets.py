import os

import dagster as dg

others = dg.load_assets_from_package_name(os.environ["ASSETS"])


@dg.asset
def report(customers): ...
