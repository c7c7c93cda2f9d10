"""The embedded catalog: SQLite and a folder, no server."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from floe_dagster.platform_profile import PlatformProfile

if TYPE_CHECKING:
    from floe_dagster.storage import Storage

DATABASE = ".floe/catalog.db"
BUSY_SECONDS = 30
"""How long a process waits for another one that is writing to the same SQLite file."""


def embedded_profile(name: str = "default") -> PlatformProfile:
    """The profile that stands for ``default`` where platform.yaml says nothing."""
    return PlatformProfile(name, "embedded", {})


def properties(profile: PlatformProfile, storage: Storage, project: Path) -> dict[str, str]:
    """Properties of a pyiceberg ``SqlCatalog`` on ``.floe/catalog.db`` of the project; makes the folders."""
    from sqlalchemy.engine import URL

    from floe_dagster.secrets import resolve_references

    settings = resolve_references(profile.settings)
    database = project / str(settings.get("database") or DATABASE)
    database.parent.mkdir(parents=True, exist_ok=True)
    if "://" not in storage.location:
        Path(storage.location).mkdir(parents=True, exist_ok=True)
    uri = URL.create("sqlite", database=str(database), query={"timeout": str(BUSY_SECONDS)})
    return {
        "type": "sql",
        "uri": uri.render_as_string(hide_password=False),
        "warehouse": storage.location,
        **storage.properties,
    }
