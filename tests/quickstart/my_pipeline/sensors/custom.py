def check_local_file_condition(context, **kwargs):
    """Custom sensor logic using LOCAL resources only."""
