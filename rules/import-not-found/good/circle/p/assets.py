from floe_dagster import floe_asset
from p.other import nothing


@floe_asset
def bronze():
    return {"rows": 1}
