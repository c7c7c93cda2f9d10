"""References to secrets and variables in ``compute`` of platform.yaml, in the form that dbt reads.

A profile on disk holds no value: a reference becomes ``env_var`` of dbt, and whoever starts dbt puts the secrets into
its environment. dbt masks variables of this prefix in everything that it writes.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from floe_dagster.secrets import SecretError, resolve_secret, resolve_secret_fields

PREFIX = "DBT_ENV_SECRET_"
LOGIN = ("user", "password")
"""What the two parts of ``credentials: {secret_ref: NAME}`` are called."""

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-?([^}]*))?\}")


class Converted(NamedTuple):
    """Settings as dbt reads them, and the secrets they need: variable to secret, ``NAME`` or ``NAME:PART``."""

    settings: dict[str, Any]
    secrets: dict[str, str]


def convert(profile: Mapping[str, Any]) -> Converted:
    """The ``properties`` and ``credentials`` of a compute profile."""
    secrets: dict[str, str] = {}
    credentials = dict(profile.get("credentials") or {})
    login = credentials.pop("secret_ref", None)
    settings = _mapping(profile.get("properties") or {}, secrets, native=True)
    if login is not None:
        settings.update({part: _secret(f"{login}:{part}", secrets) for part in LOGIN})
    settings.update(_mapping(credentials, secrets, native=False))
    return Converted(settings, secrets)


def _mapping(values: Mapping[str, Any], secrets: dict[str, str], *, native: bool) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in values.items():
        if str(key).endswith("_secret_ref") and isinstance(value, str):
            found[str(key).removesuffix("_secret_ref")] = _secret(value, secrets)
        else:
            found[key] = _value(value, secrets, native=native)
    return found


def _value(value: Any, secrets: dict[str, str], *, native: bool) -> Any:
    if isinstance(value, Mapping):
        if set(value) == {"secret_ref"}:
            return _secret(str(value["secret_ref"]), secrets)
        return _mapping(value, secrets, native=native)
    if isinstance(value, list):
        return [_value(item, secrets, native=native) for item in value]
    if not isinstance(value, str):
        return value
    # A number from a variable is a number; a password of digits stays text.
    native = native and _VARIABLE.fullmatch(value) is not None
    return _VARIABLE.sub(lambda match: _env_var(match[1], match[2], native=native), value)


def _env_var(name: str, default: str | None = None, *, native: bool = False) -> str:
    arguments = ", ".join(repr(text) for text in (name, default) if text is not None)
    return "{{ env_var(" + arguments + ")" + (" | as_native" if native else "") + " }}"


def _secret(reference: str, secrets: dict[str, str]) -> str:
    variable = PREFIX + re.sub(r"[^A-Za-z0-9]", "_", reference).upper()
    secrets[variable] = reference
    return _env_var(variable)


@contextmanager
def secrets_in_environment(secrets: Mapping[str, str]) -> Iterator[None]:
    """Put the secrets into the environment of this process for as long as it starts dbt.

    Raises ``SecretError`` when one is missing.
    """
    found = {variable: _resolve(reference) for variable, reference in secrets.items()}
    os.environ.update(found)
    try:
        yield
    finally:
        for variable in found:
            os.environ.pop(variable, None)


def secrets_for_parsing(secrets: Mapping[str, str]) -> dict[str, str]:
    """Variables for ``dbt parse``, which needs a profile and opens no connection: a missing secret is no error."""
    found = {}
    for variable, reference in secrets.items():
        try:
            found[variable] = _resolve(reference)
        except SecretError:
            found[variable] = "not-set"
    return found


def _resolve(reference: str) -> str:
    name, separator, part = reference.partition(":")
    if not separator:
        return resolve_secret(name)
    parts = resolve_secret_fields(name, LOGIN)
    if part not in parts:
        raise SecretError(f'secret "{name}" has no part "{part}"; it has {", ".join(sorted(parts)) or "none"}')
    return parts[part]
