from floe_dagstr import floe_asset  # error@6-17: module "p.more" imports "floe_dagstr", which was not found; did you mean "floe_dagster"?
import dagstre as dg  # error@8-15: module "p.more" imports "dagstre", which was not found; did you mean "dagster"?
