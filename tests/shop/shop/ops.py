"""The functions that ops jobs of single-file cases call."""


def refresh(context, retention_days=30, dry_run=False):
    """Refresh what has to be refreshed."""


def send_alert(context):
    """Tell somebody."""
