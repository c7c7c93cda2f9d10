"""Where floe-lint is found on the web.

Both are empty until the names are owned: whoever owns an address that we print speaks to our users, and whoever owns
one that we write into a configuration runs code at theirs.
"""

from __future__ import annotations

REPOSITORY: str = ""
"""The Git repository, such as ``https://git.example/floe-lint``; no slash at the end."""

SITE: str = ""
"""The site of the docs, such as ``https://docs.example``; no slash at the end."""


def page(path: str) -> str:
    """The address of a page of the site; empty while there is no site."""
    return f"{SITE}/{path}" if SITE else ""
