"""The bronze module of the quickstart's step 2."""
from dagster import AssetExecutionContext
from floe_dagster import floe_asset
from floe_dagster.resources import CatalogResource
from typing import Dict, Any

@floe_asset(
    group_name="bronze",
    description="Load customer data from raw to bronze",
    inputs=["raw.customers"],
    outputs=["bronze.customers"],
    compute_kind="python"
)
def bronze_customers(
    context: AssetExecutionContext,
    catalog: CatalogResource,
) -> Dict[str, Any]:
    """Load customer data from raw to bronze layer."""
    raw_data = catalog.read_table("raw.customers")
    snapshot = catalog.write_table("bronze.customers", raw_data)
    return {"rows": raw_data.num_rows, "snapshot_id": snapshot.snapshot_id}

@floe_asset(
    group_name="bronze",
    description="Load order data from raw to bronze",
    inputs=["raw.orders"],
    outputs=["bronze.orders"],
    compute_kind="python",
    deps=["bronze_customers"]
)
def bronze_orders(
    context: AssetExecutionContext,
    catalog: CatalogResource,
) -> Dict[str, Any]:
    """Load order data from raw to bronze layer."""
    raw_data = catalog.read_table("raw.orders")
    snapshot = catalog.write_table("bronze.orders", raw_data)
    return {"rows": raw_data.num_rows, "snapshot_id": snapshot.snapshot_id}
