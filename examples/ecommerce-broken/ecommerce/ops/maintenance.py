"""Table maintenance."""


def vacuum_old_snapshots(context, catalog, retention_days=30):
    """Expire old snapshots."""
    context.log.info(f"keeping {retention_days} days of {catalog}")


def export_orders(context, user, password, bucket):
    """Hand the orders to somebody else."""
    context.log.info(f"exporting as {user} to {bucket}")
