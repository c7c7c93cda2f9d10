from floe_dagster import floe_asset

from . import queue
from shop.platform.queue import size


@floe_asset
def orders(): ...
