import p.helpers, p.halpers as h  # error@19-28: module "p.assets" imports "p.halpers", which was not found; did you mean "p.helpers"?
import p.helpers.inner  # error@8-23: module "p.assets" imports "p.helpers.inner", which was not found; there is no "p/helpers/inner.py"
from floe_dagster import floe_asset

from .helper import clean, further  # error@6-13: module "p.assets" imports "p.helper", which was not found; did you mean "p.helpers"?
from .nowhere.deep import anything  # error@6-19: module "p.assets" imports "p.nowhere", which was not found; there is no "p/nowhere.py"


@floe_asset
def bronze():
    return {"rows": 1}

