"""Assets made by a factory: their names and groups are known only when this runs."""

from floe_dagster import floe_asset


def make(name, group):
    @floe_asset(name=name, group_name=group)
    def made(context, catalog): ...

    return made


shelves = make("shelves", "counts")
