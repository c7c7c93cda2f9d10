"""Bronze layer: raw tables, checked and kept as they came."""
from dagster import AssetExecutionContext
from floe_dagster import floe_asset
from floe_dagster.resources import CatalogResource
from typing import Dict, Any

@floe_asset(
    group_name="bronze",
    description="Load customer data from external source",
    inputs=["external.customers"],
    outputs=["bronze.customers"],
    compute_kind="python"
)
def bronze_customers(
    context: AssetExecutionContext,
    catalog: CatalogResource,
) -> Dict[str, Any]:
    """Load and validate customer data into bronze layer."""
    context.log.info("Loading customer data...")

    # Extract
    raw_data = catalog.read_table("external.customers")
    context.log.info(f"Extracted {raw_data.num_rows} customer records")

    # Transform (basic validation)
    validated_data = raw_data.filter(
        raw_data.customer_id.is_not_null() &
        raw_data.email.contains("@")
    )

    # Load
    snapshot = catalog.write_table("bronze.customers", validated_data)
    context.log.info(f"Loaded {validated_data.num_rows} validated records")

    return {
        "raw_rows": raw_data.num_rows,
        "validated_rows": validated_data.num_rows,
        "snapshot_id": snapshot.snapshot_id,
        "table_location": snapshot.metadata.table_metadata.location
    }


@floe_asset(
    group_name="bronze",
    description="Load order data from external source",
    inputs=["external.orders"],
    outputs=["bronze.orders"],
    compute_kind="python",
    deps=["bronze_customers"]
)
def bronze_orders(
    context: AssetExecutionContext,
    catalog: CatalogResource,
) -> Dict[str, Any]:
    """Load and validate order data into bronze layer."""
    raw_data = catalog.read_table("external.orders")
    context.log.info(f"Extracted {raw_data.num_rows} order records")

    validated_data = raw_data.filter(
        raw_data.order_id.is_not_null() &
        raw_data.customer_id.is_not_null()
    )

    snapshot = catalog.write_table("bronze.orders", validated_data)
    context.log.info(f"Loaded {validated_data.num_rows} validated records")

    return {
        "raw_rows": raw_data.num_rows,
        "validated_rows": validated_data.num_rows,
        "snapshot_id": snapshot.snapshot_id,
        "table_location": snapshot.metadata.table_metadata.location
    }
