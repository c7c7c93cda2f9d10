from __future__ import annotations

import json
import pandas.nothing
import p.layers.gold
from elsewhere import anything, whatever
from floe_dagster import floe_asset
from p import helpers, layers, __version__
from p.data import *
from p.helpers import LIMIT, Cleaner, clean, further, inner, json as j, later, under_condition, walrus, __doc__, counted
from p.layers import gold
from . import helpers as again
from .helpers import set_by_function


@floe_asset
def bronze():
    return {"rows": 1}

