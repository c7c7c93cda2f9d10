"""Storage profiles of platform.yaml as properties of pyiceberg's file access: one file per kind of storage.

Sources of the names: https://py.iceberg.apache.org/configuration/#fileio.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

from floe_dagster.catalog_errors import CatalogError, suggest
from floe_dagster.platform_profile import PlatformProfile
from floe_dagster.secrets import expand_variables, resolve_references, resolve_secret_fields


class Storage(NamedTuple):
    """Where tables lie and how to get there.

    ``location`` is the folder or URI that warehouses start at; ``properties`` may hold secrets.
    """

    location: str
    properties: Mapping[str, str]


_KINDS = {"local": "local", "s3": "s3", "gcs": "gcs", "gs": "gcs", "azure": "azure", "adls": "azure"}


def connect_storage(profile: PlatformProfile, project: Path) -> Storage:
    """Turn a storage profile into a location and pyiceberg properties, with its secrets resolved.

    Raises:
        CatalogError: the type is not known, or a setting that it needs is missing.
        SecretError: a secret is missing.
    """
    kind = _KINDS.get(profile.type)
    if kind is None:
        raise CatalogError(
            f'storage "{profile.name}" in platform.yaml has the unknown type "{profile.type}"'
            f"{suggest(profile.type, _KINDS)} (known: {', '.join(sorted(_KINDS))})"
        )
    build: Callable[[PlatformProfile, Path], Storage] = import_module(f"floe_dagster.storage.{kind}").build
    return build(profile, project)


def settings_of(profile: PlatformProfile, pair: tuple[str, str]) -> dict[str, Any]:
    """The profile's settings with secrets in place, credentials merged in.

    ``credentials: {secret_ref: NAME}`` is a secret of several parts (see ``resolve_secret_fields``), whose
    two values are called ``pair``.
    """
    settings = dict(profile.settings)
    credentials = settings.pop("credentials", None) or {}
    if isinstance(credentials, Mapping) and isinstance(credentials.get("secret_ref"), str):
        parts: dict[str, Any] = dict(resolve_secret_fields(expand_variables(credentials["secret_ref"]), pair))
        parts |= resolve_references({key: part for key, part in credentials.items() if key != "secret_ref"})
    else:
        parts = dict(resolve_references(credentials))
    return {**resolve_references(settings), **parts}


def required(profile: PlatformProfile, settings: Mapping[str, Any], key: str) -> str:
    """The setting ``key``, or a ``CatalogError`` that names the profile and the key."""
    value = settings.get(key)
    if not value:
        raise CatalogError(f'storage "{profile.name}" in platform.yaml has no "{key}", which {profile.type} needs')
    return str(value)


def text_properties(values: Mapping[str, Any]) -> dict[str, str]:
    """Drop what is not set and render the rest as pyiceberg expects it: strings, booleans in lower case."""
    return {
        key: str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in values.items()
        if value is not None and value != ""
    }


def first(settings: Mapping[str, Any], *keys: str) -> Any:
    """The first of several spellings of one setting that is present."""
    return next((settings[key] for key in keys if settings.get(key) not in (None, "")), None)
