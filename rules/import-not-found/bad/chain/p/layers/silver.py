from . import gold, gild  # error@21-25: module "p.layers.silver" imports "gild" from "p.layers", which does not define it; did you mean "gold"?
