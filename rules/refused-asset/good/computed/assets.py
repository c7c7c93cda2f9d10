import os
from contextlib import suppress

from dagster import asset
from floe_dagster import floe_asset

PRIORITY = os.environ.get("PRIORITY", "1")


@floe_asset(tags={"priority": PRIORITY}, partitions_def=os.environ.get("PARTITIONS"))
def customers(context): ...


def make(name):
    @asset(name=name, group="never called")
    def made(context): ...

    return made


with suppress(TypeError):

    @floe_asset(group="bronze")
    def orders(context): ...


if os.environ.get("OLD_DAGSTER"):

    @asset(fresh=True)
    def items(context): ...
