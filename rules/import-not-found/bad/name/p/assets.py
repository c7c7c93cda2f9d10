import p
from floe_dagster import floe_asset
from p import helper  # error@15-21: module "p.assets" imports "helper" from "p", which does not define it; did you mean "helpers"?
from p.helpers import (
    claen,  # error@5-10: module "p.assets" imports "claen" from "p.helpers", which does not define it; did you mean "clean"?
    clean,
    deeper as lower,  # error@5-20: module "p.assets" imports "deeper" from "p.helpers", which does not define it; define it there, or import it from where it is
)


@floe_asset
def bronze():
    return {"rows": 1}

