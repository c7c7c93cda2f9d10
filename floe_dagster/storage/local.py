"""Files on this machine."""

from __future__ import annotations

from pathlib import Path

from floe_dagster.platform_profile import PlatformProfile
from floe_dagster.secrets import resolve_references
from floe_dagster.storage import Storage

DEFAULT_PATH = ".floe/warehouse"


def build(profile: PlatformProfile, project: Path) -> Storage:
    """``path`` (default ``.floe/warehouse``), relative to the project's folder.

    The location is a plain path: in a ``file://`` URI pyiceberg takes ``#`` and ``?`` in a folder's name for
    parts of the URI.
    """
    settings = resolve_references(profile.settings)
    path = str(settings.get("path") or DEFAULT_PATH).removeprefix("file://")
    return Storage(str((project / Path(path).expanduser()).resolve()), {})
