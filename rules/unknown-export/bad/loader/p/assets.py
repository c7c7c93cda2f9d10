import floe_dagster
from dagster import asset
from floe_dagster import floe_assets as table  # error@26-37: module "p.assets" imports "floe_assets" from "floe_dagster", which does not have it; did you mean "floe_asset"?
from floe_dagster.decorators import floe_asset  # error@6-29: module "p.assets" imports "decorators" from "floe_dagster", which does not have it; did you mean "decorator"?
from p import more


@floe_dagster.table_asset  # error@15-26: module "p.assets" imports "table_asset" from "floe_dagster", which does not have it; leave it out, or import it from where it is
def orders(): ...


@asset
def customers(): ...
