"""REST catalogs: Polaris, Nessie, Lakekeeper, Unity and the like."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from floe_dagster.catalog_errors import CatalogError
from floe_dagster.platform_profile import PlatformProfile

if TYPE_CHECKING:
    from pyiceberg.catalog import Catalog

    from floe_dagster.storage import Storage

CONNECT_SECONDS = 5
READ_SECONDS = 60
"""Limits for one request; a server that accepts and stays silent must not hold a run for ever."""


def properties(profile: PlatformProfile, storage: Storage, project: Path) -> dict[str, str]:  # noqa: ARG001
    """``uri``, ``warehouse`` (the server's name for it), ``credentials`` and ``properties``.

    Credentials: ``token``, or ``client_id`` with ``client_secret`` and ``scope`` for OAuth2, or a
    ``secret_ref`` to a secret with these two parts.

    Raises:
        CatalogError: there is no ``uri``.
        SecretError: a secret is missing.
    """
    from floe_dagster.storage import first, settings_of, text_properties

    settings = settings_of(profile, ("client_id", "client_secret"))
    uri = first(settings, "uri")
    if not uri:
        raise CatalogError(
            f'catalog "{profile.name}" in platform.yaml has no "uri", which {profile.type} catalogs need'
        )
    client, secret = first(settings, "client_id"), first(settings, "client_secret")
    # The catalog's own token endpoint; pyiceberg warns when it has to assume it.
    tokens = f"{str(uri).rstrip('/')}/v1/oauth/tokens" if client and secret else None
    default_scope = "PRINCIPAL_ROLE:ALL" if profile.type == "polaris" else None
    extra: Mapping[str, Any] = settings.get("properties") or {}
    return {
        **storage.properties,
        **text_properties(
            {
                "type": "rest",
                "uri": uri,
                "warehouse": settings.get("warehouse"),
                "credential": f"{client}:{secret}" if client and secret else None,
                "token": first(settings, "token"),
                "scope": first(settings, "scope") or default_scope,
                "oauth2-server-uri": first(settings, "oauth2_server_uri", "token_uri") or tokens,
                **extra,
            }
        ),
    }


def open_rest(name: str, values: Mapping[str, str]) -> Catalog:
    """Connect: pyiceberg asks the server for its configuration at once, so only when a table is wanted."""
    from pyiceberg.catalog.rest import RestCatalog
    from requests import PreparedRequest, Response, Session
    from requests.adapters import HTTPAdapter

    limits = (
        float(values.get("connect-timeout", CONNECT_SECONDS)),
        float(values.get("read-timeout", READ_SECONDS)),
    )

    class Limited(HTTPAdapter):
        def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
            if kwargs.get("timeout") is None:
                kwargs["timeout"] = limits
            return super().send(request, *args, **kwargs)

    class LimitedRestCatalog(RestCatalog):
        def _create_session(self) -> Session:
            session = super()._create_session()
            for prefix, adapter in list(session.adapters.items()):
                if type(adapter) is HTTPAdapter:
                    session.mount(prefix, Limited())
            return session

    return LimitedRestCatalog(name, **{key: value for key, value in values.items() if key != "type"})
