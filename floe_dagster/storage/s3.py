"""S3 and what speaks its protocol (MinIO, Ceph, R2, …)."""

from __future__ import annotations

from pathlib import Path

from floe_dagster.platform_profile import PlatformProfile
from floe_dagster.storage import Storage, first, required, settings_of, text_properties


def build(profile: PlatformProfile, project: Path) -> Storage:  # noqa: ARG001  one signature for every kind
    """``bucket``, ``prefix``, ``endpoint``, ``region``, ``path_style_access``, ``credentials``,
    ``properties``.

    Without credentials the chain of the AWS SDK decides (environment, profile, instance role). The time
    limits keep a dead endpoint from holding a run; ``properties`` override anything.
    """
    settings = settings_of(profile, ("access_key_id", "secret_access_key"))
    bucket = required(profile, settings, "bucket")
    prefix = str(first(settings, "prefix", "path") or "").strip("/")
    endpoint = first(settings, "endpoint")
    if endpoint and "://" not in endpoint:
        endpoint = f"https://{endpoint}"
    path_style = settings.get("path_style_access")
    properties = {
        "s3.endpoint": endpoint,
        "s3.region": first(settings, "region"),
        "s3.access-key-id": first(settings, "access_key_id", "access_key", "access-key-id"),
        "s3.secret-access-key": first(settings, "secret_access_key", "secret_key", "secret-access-key"),
        "s3.session-token": first(settings, "session_token", "session-token"),
        "s3.role-arn": first(settings, "role_arn"),
        "s3.force-virtual-addressing": None if path_style is None else not _is_true(path_style),
        "s3.connect-timeout": 5,
        "s3.request-timeout": 60,
        **(settings.get("properties") or {}),
    }
    return Storage(f"s3://{bucket}/{prefix}".rstrip("/"), text_properties(properties))


def _is_true(value: object) -> bool:
    return str(value).strip().lower() in {"true", "yes", "1", "on"}
