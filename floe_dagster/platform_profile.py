"""The profiles of platform.yaml, as plain data with secrets still references."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit


class PlatformProfile(NamedTuple):
    """One entry of ``catalogs`` or ``storage``.

    ``settings`` is the mapping as written, without ``type``; secrets in it are still references.
    """

    name: str
    type: str
    settings: Mapping[str, Any]


def host_of(uri: str) -> str:
    """The host and port of a URI, without user, password, path or query: what may be shown in a message."""
    parts = urlsplit(uri if "://" in uri else f"//{uri}")
    try:
        port = parts.port
    except ValueError:
        port = None
    return f"{parts.hostname or 'an unnamed host'}{f':{port}' if port else ''}"
