"""From a profile to an open catalog, and from what libraries raise to one clear error."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from floe_dagster.catalog_errors import CatalogError, suggest
from floe_dagster.platform_profile import PlatformProfile, host_of

if TYPE_CHECKING:
    from pyiceberg.catalog import Catalog

    from floe_dagster.storage import Storage

KINDS: Mapping[str, str] = {
    "embedded": "embedded",
    "sql": "sql",
    "rest": "rest",
    "polaris": "rest",
    "nessie": "rest",
    "lakekeeper": "rest",
    "unity": "rest",
    "glue": "cloud",
    "hive": "cloud",
}
"""A catalog's ``type`` in platform.yaml, and the module of this package that knows its properties."""


def catalog_properties(profile: PlatformProfile, storage: Storage, project: Path) -> dict[str, str]:
    """The properties pyiceberg opens this catalog with. They hold secrets: never print or store them.

    Raises:
        CatalogError: the type is not known or a setting is missing.
        SecretError: a secret is missing.
    """
    kind = KINDS.get(profile.type)
    if kind is None:
        raise CatalogError(
            f'catalog "{profile.name}" in platform.yaml has the unknown type "{profile.type}"'
            f"{suggest(profile.type, KINDS)} (known: {', '.join(sorted(KINDS))})"
        )
    build: Callable[[PlatformProfile, Storage, Path], dict[str, str]]
    build = import_module(f"floe_dagster.catalog.{kind}").properties
    return build(profile, storage, project)


def open_catalog(profile: PlatformProfile, storage: Storage, project: Path) -> Catalog:
    """Open the catalog. REST catalogs are contacted here, so this is called when a table is first wanted.

    Raises:
        CatalogError: it cannot be reached, or refuses.
        SecretError: a secret is missing.
    """
    from floe_dagster.catalog.retry import retrying

    values = catalog_properties(profile, storage, project)
    if values["type"] == "rest":
        from floe_dagster.catalog.rest import open_rest

        return open_rest(profile.name, values)
    from pyiceberg.catalog import load_catalog

    # Two processes that open a new SQLite catalog at once both create its tables: the second try finds them.
    return retrying(lambda: load_catalog(profile.name, **values))


@contextmanager
def explaining(profile: PlatformProfile, storage: PlatformProfile) -> Iterator[None]:
    """Turn network, permission and database failures into a ``CatalogError`` that says what to do."""
    import requests
    from pyiceberg.exceptions import ForbiddenError, OAuthError, UnauthorizedError
    from sqlalchemy.exc import SQLAlchemyError

    place = _place(profile)
    try:
        yield
    except (requests.ConnectionError, requests.Timeout) as error:
        slow = isinstance(error, requests.Timeout) and not isinstance(error, requests.ConnectTimeout)
        reason = "did not answer in time" if slow else "cannot be reached"
        raise CatalogError(
            f"{place} {reason}; check that it is running and reachable from this machine, "
            f'and the "uri" of catalogs.{profile.name} in platform.yaml'
        ) from None
    except (UnauthorizedError, ForbiddenError, OAuthError) as error:
        raise CatalogError(
            f"{place} refused access ({type(error).__name__.removesuffix('Error').lower()}); check the "
            f"credentials of catalogs.{profile.name} in platform.yaml, and what they are allowed to do"
        ) from None
    except requests.RequestException as error:
        raise CatalogError(f"{place} gave no usable answer ({type(error).__name__})") from None
    except SQLAlchemyError as error:
        cause = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[0]
        raise CatalogError(f"{place}: the catalog's database failed: {cause}") from None
    except OSError as error:
        # pyarrow reports every failure of S3, GCS and Azure as an OSError that quotes the service.
        if storage.type in ("local", "embedded") or isinstance(error, FileNotFoundError):
            raise
        endpoint = host_of(str(storage.settings.get("endpoint") or storage.type))
        raise CatalogError(
            f'storage "{storage.name}" at {endpoint} failed: {_cause(str(error))}; check that it is '
            f"reachable, and the bucket and credentials of storage.{storage.name} in platform.yaml"
        ) from None


def _place(profile: PlatformProfile) -> str:
    uri = str(profile.settings.get("uri") or "")
    if not uri:
        return f'catalog "{profile.name}"'
    from floe_dagster.secrets import SecretError, expand_variables

    try:
        uri = expand_variables(uri)
    except SecretError:
        return f'catalog "{profile.name}"'
    return f'catalog "{profile.name}" at {host_of(uri)}'


def _cause(text: str) -> str:
    """The service's own error code and sentence, without request ids and headers."""
    line = text.splitlines()[0] if text else "unknown error"
    return line.split(" (Request ID", 1)[0].strip().rstrip(".")
