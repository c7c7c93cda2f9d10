"""Gold layer: tables for analytics that are easier to write in Python than in SQL."""
from dagster import AssetExecutionContext
from floe_dagster import floe_asset
from floe_dagster.resources import CatalogResource
from typing import Dict, Any

@floe_asset(
    group_name="gold",
    description="Customer order summary for analytics",
    inputs=["silver.customers", "silver.orders"],
    outputs=["gold.customer_orders"],
    compute_kind="python"
)
def gold_customer_orders(
    context: AssetExecutionContext,
    catalog: CatalogResource,
) -> Dict[str, Any]:
    """Create customer order summary for analytics."""
    customers = catalog.read_table("silver.customers")
    orders = catalog.read_table("silver.orders")

    # Join and aggregate data
    summary = customers.join(orders, "customer_id").group_by("customer_id")
    snapshot = catalog.write_table("gold.customer_orders", summary)

    return {"rows": summary.num_rows, "snapshot_id": snapshot.snapshot_id}
