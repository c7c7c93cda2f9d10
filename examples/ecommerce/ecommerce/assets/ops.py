"""Operational assets: how the tables are doing."""

from dagster import AssetExecutionContext
from floe_dagster import floe_asset
from floe_dagster.resources import CatalogResource
from typing import Dict, Any

TABLES = ("bronze.customers", "bronze.orders", "gold.customer_orders")


@floe_asset(
    group_name="ops",
    description="Row counts of the tables that Python writes",
    inputs=["bronze.customers", "bronze.orders", "gold.customer_orders"],
    compute_kind="python",
    deps=["gold_customer_orders"],
)
def table_health(
    context: AssetExecutionContext,
    catalog: CatalogResource,
) -> Dict[str, Any]:
    """Count the rows of every table that Python writes."""
    rows = {table: catalog.read_table(table).num_rows for table in TABLES}
    for table, count in rows.items():
        if count == 0:
            context.log.warning(f"{table} is empty")
    return {f"{table.replace('.', '_')}_rows": count for table, count in rows.items()}
