"""Operations."""


def tidy():
    """Tidy up."""
