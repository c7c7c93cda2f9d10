"""A catalog in a SQL database of the platform (PostgreSQL, SQLite at a chosen place)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from floe_dagster.catalog import embedded
from floe_dagster.catalog_errors import CatalogError
from floe_dagster.platform_profile import PlatformProfile

if TYPE_CHECKING:
    from floe_dagster.storage import Storage


def properties(profile: PlatformProfile, storage: Storage, project: Path) -> dict[str, str]:
    """``uri`` is a SQLAlchemy URL, its password a ``${VAR}``; ``warehouse`` a folder or URI.

    Without ``uri`` this is the embedded catalog. A relative ``sqlite:///`` path starts at the project's
    folder.

    Raises:
        CatalogError: the URI is not one that SQLAlchemy reads.
        SecretError: a variable or secret is missing.
    """
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    from floe_dagster.secrets import resolve_references
    from floe_dagster.storage import text_properties

    settings = resolve_references(profile.settings)
    if not settings.get("uri"):
        return {**embedded.properties(profile, storage, project), **_extra(settings)}
    try:
        url = make_url(str(settings["uri"]))
    except (ArgumentError, ValueError):
        raise CatalogError(f'catalog "{profile.name}" in platform.yaml: its "uri" is not a database URL') from None
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        path = project / url.database
        path.parent.mkdir(parents=True, exist_ok=True)
        url = url.set(database=str(path)).update_query_dict({"timeout": str(embedded.BUSY_SECONDS)})
    credentials = settings.get("credentials") or {}
    if credentials.get("username"):
        url = url.set(username=str(credentials["username"]), password=str(credentials.get("password", "")))
    warehouse = str(settings.get("warehouse") or storage.location)
    if "://" not in warehouse:
        warehouse = str((project / warehouse).resolve())
        Path(warehouse).mkdir(parents=True, exist_ok=True)
    return {
        "type": "sql",
        "uri": url.render_as_string(hide_password=False),
        "warehouse": warehouse,
        **storage.properties,
        **text_properties(_extra(settings)),
    }


def _extra(settings: dict[str, object]) -> dict[str, str]:
    extra = settings.get("properties") or {}
    return {str(key): str(value) for key, value in extra.items()} if isinstance(extra, dict) else {}
