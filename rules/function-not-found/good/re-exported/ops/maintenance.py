def refresh(context):
    """Refresh."""
