from functools import partial

from dagster import op


@op
def refresh(context):
    """Refresh."""


later = partial(print, "later")
