"""The functions that custom sensors of single-file cases call."""


def check_flag(context, **kwargs):
    """Look whether a local flag is there."""
