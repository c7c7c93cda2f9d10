"""One asset is made by a factory, and may be landing_shelves."""

from floe_dagster import floe_asset


def make(name):
    @floe_asset(name=name)
    def made(context, catalog): ...

    return made


landing = make("landing_shelves")


@floe_asset(deps=["landing_shelves"])
def shelves(context, catalog): ...
