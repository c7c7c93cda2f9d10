from typing import TYPE_CHECKING

from floe_dagster import floe_asset
from p.computed import anything
from p.made import some
from p.open import star
from p.patched import later
from p.space.nothing import something

if TYPE_CHECKING:
    from p.helper import clean
try:
    from p.helpers import claen
except ImportError:
    claen = None


def late():
    from p.nothing import anything


@floe_asset
def bronze():
    return {"rows": 1}

