def vacuum(context, catalog, days: int):
    """Remove what is old."""


def notify(context, slack):
    """The parameter may be a resource given in definitions.py."""


def is_ready(context, path, threshold=1):
    """Look for a file."""
