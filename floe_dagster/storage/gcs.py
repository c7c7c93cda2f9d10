"""Google Cloud Storage."""

from __future__ import annotations

from pathlib import Path

from floe_dagster.platform_profile import PlatformProfile
from floe_dagster.storage import Storage, first, required, settings_of, text_properties


def build(profile: PlatformProfile, project: Path) -> Storage:  # noqa: ARG001  one signature for every kind
    """``bucket``, ``prefix``, ``project_id``, ``endpoint``, ``credentials: {token, …}``, ``properties``.

    Without a token the default credentials of the machine apply.
    """
    settings = settings_of(profile, ("token", "token_expires_at"))
    bucket = required(profile, settings, "bucket")
    prefix = str(first(settings, "prefix", "path") or "").strip("/")
    properties = {
        "gcs.project-id": first(settings, "project_id", "project"),
        "gcs.service.host": first(settings, "endpoint"),
        "gcs.oauth2.token": first(settings, "token", "oauth2_token"),
        "gcs.oauth2.token-expires-at": first(settings, "token_expires_at"),
        "gcs.default-bucket-location": first(settings, "region"),
        **(settings.get("properties") or {}),
    }
    return Storage(f"gs://{bucket}/{prefix}".rstrip("/"), text_properties(properties))
