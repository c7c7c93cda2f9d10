def vacuum_old_snapshots(context, catalog, retention_days=30, dry_run=True):
    """Remove what is old."""


def refresh(context):
    """A job for excerpts that only name one."""


def send_alert(context):
    """Tell somebody."""
