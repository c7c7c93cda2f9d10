from .nothing import x  # error@6-14: module "p" imports "p.nothing", which was not found; there is no "p/nothing.py"
