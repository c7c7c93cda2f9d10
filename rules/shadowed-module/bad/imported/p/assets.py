from inspect import helper, signature  # error@6-13: module "p.assets" imports "inspect", which cannot be imported: Python takes "inspect" for Python's own module; rename "inspect" in the project
import platform.tools  # error@8-22: module "p.assets" imports "platform.tools", which cannot be imported: Python takes "platform" for Python's own module; rename "platform" in the project
from dagster.tables import names  # error@6-20: module "p.assets" imports "dagster.tables", which cannot be imported: Python takes "dagster" for a library that Dagster has imported; rename "dagster" in the project
from floe_dagster import floe_asset


@floe_asset
def orders(): ...
