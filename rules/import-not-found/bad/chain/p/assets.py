from floe_dagster import floe_asset

import p.layers.silver


@floe_asset
def bronze():
    return {"rows": 1}
