"""Table maintenance, run by ops jobs."""

from datetime import datetime, timedelta, timezone
from typing import Dict

from floe_dagster.resources import CatalogResource

from ecommerce.assets.ops import TABLES


def vacuum_old_snapshots(context, catalog: CatalogResource, retention_days: int = 30) -> Dict[str, int]:
    """Expire the snapshots that are older than `retention_days` days; the current one always stays."""
    oldest = datetime.now(timezone.utc) - timedelta(days=retention_days)
    expired = {}
    for name in TABLES:
        if not catalog.table_exists(name):
            context.log.info(f"{name} has not been written yet")
            continue
        table = catalog.load_table(name)
        before = len(table.snapshots())
        table.maintenance.expire_snapshots().older_than(oldest).commit()
        expired[name] = before - len(table.refresh().snapshots())
        context.log.info(f"{name}: {expired[name]} of {before} snapshots expired")
    return expired
