from __future__ import annotations

from floe_dagster import floe_asset


@floe_asset
def orders(limit: Undefined = 1) -> pd.DataFrame: ...


rows: Undefined = 1
