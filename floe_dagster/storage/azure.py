"""Azure Data Lake Storage."""

from __future__ import annotations

from pathlib import Path

from floe_dagster.platform_profile import PlatformProfile
from floe_dagster.storage import Storage, first, required, settings_of, text_properties


def build(profile: PlatformProfile, project: Path) -> Storage:  # noqa: ARG001  one signature for every kind
    """``container`` (or ``bucket``), ``account``, ``prefix``, ``endpoint``, ``credentials``, ``properties``.

    Credentials are one of ``account_key``, ``sas_token``, ``connection_string``, or ``tenant_id`` with
    ``client_id`` and ``client_secret``.
    """
    settings = settings_of(profile, ("client_id", "client_secret"))
    container = str(first(settings, "container", "bucket") or required(profile, settings, "container"))
    account = str(first(settings, "account", "account_name") or required(profile, settings, "account"))
    host = str(first(settings, "endpoint") or f"{account}.dfs.core.windows.net")
    host = host.split("://")[-1].rstrip("/")
    prefix = str(first(settings, "prefix", "path") or "").strip("/")
    properties = {
        "adls.account-name": account,
        "adls.account-key": first(settings, "account_key"),
        "adls.sas-token": first(settings, "sas_token"),
        "adls.connection-string": first(settings, "connection_string"),
        "adls.tenant-id": first(settings, "tenant_id"),
        "adls.client-id": first(settings, "client_id"),
        "adls.client-secret": first(settings, "client_secret"),
        **(settings.get("properties") or {}),
    }
    return Storage(f"abfss://{container}@{host}/{prefix}".rstrip("/"), text_properties(properties))
