import dagster as dg
from floe_dagster import floe_asset

try:
    from dagster import SomethingNew
    from floe_dagster import something_new
except ImportError:
    SomethingNew = something_new = None

if dg.__version__ > "9":
    from dagster import SomethingNewer

    print(dg.SomethingNewer)


@floe_asset
def orders(): ...
