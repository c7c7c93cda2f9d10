"""Catalogs that pyiceberg opens by itself: AWS Glue and the Hive metastore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from floe_dagster.platform_profile import PlatformProfile

if TYPE_CHECKING:
    from floe_dagster.storage import Storage


def properties(profile: PlatformProfile, storage: Storage, project: Path) -> dict[str, str]:  # noqa: ARG001
    """``uri`` (Hive), ``region``, ``warehouse``, ``credentials`` and ``properties``, which override the rest.

    Raises:
        SecretError: a secret is missing.
    """
    from floe_dagster.storage import first, settings_of, text_properties

    settings = settings_of(profile, ("access_key_id", "secret_access_key"))
    glue = {
        "glue.region": first(settings, "region"),
        "glue.endpoint": first(settings, "endpoint"),
        "glue.access-key-id": first(settings, "access_key_id", "access_key"),
        "glue.secret-access-key": first(settings, "secret_access_key", "secret_key"),
        "glue.session-token": first(settings, "session_token"),
    }
    return {
        **storage.properties,
        **text_properties(
            {
                "type": profile.type,
                "uri": first(settings, "uri"),
                "warehouse": settings.get("warehouse") or storage.location,
                **(glue if profile.type == "glue" else {}),
                **(settings.get("properties") or {}),
            }
        ),
    }
