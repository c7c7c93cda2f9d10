def vacuum(context, catalog, days: int):
    """Remove what is old."""


def notify(context, slack):
    """The parameter may be a resource given in definitions.py."""


def is_ready(context, path, threshold=1):
    """Look for a file."""


def late(days: int, context: object):
    """The context comes first or not at all."""


def by_position(days=3, /, *, mode):
    """Arguments are given by name."""
