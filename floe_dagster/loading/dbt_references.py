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

from floe_dagster.secrets import (
    SecretError,
    expand_variables,
    resolve_secret,
    resolve_secret_fields,
    variables_of,
)
from floe_lint.variables.interpolation import Variable

PREFIX = "DBT_ENV_SECRET_"
LOGIN = ("user", "password")
"""What the two parts of ``credentials: {secret_ref: NAME}`` are called."""


class Converted(NamedTuple):
    """Settings as dbt reads them, and the secrets they need: variable to secret, ``NAME`` or ``NAME:PART``."""

    settings: dict[str, Any]
    secrets: dict[str, str]


def convert(profile: Mapping[str, Any]) -> Converted:
    """The ``properties`` and ``credentials`` of a compute profile.

    Raises ``SecretError`` for a ``${`` that is not a variable, or a name of a secret whose variable is not set.
    """
    secrets: dict[str, str] = {}
    credentials = dict(profile.get("credentials") or {})
    login = credentials.pop("secret_ref", None)
    settings = _mapping(profile.get("properties") or {}, secrets, native=True)
    if login is not None:
        settings.update({part: _secret(str(login), secrets, part) for part in LOGIN})
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
    parts: list[str] = []
    done = 0
    for variable in variables_of(value):
        # A number from a variable is a number; a password of digits stays text.
        is_native = native and (variable.start, variable.end) == (0, len(value))
        parts += (value[done : variable.start], _expression(variable, native=is_native))
        done = variable.end
    return "".join(parts) + value[done:]


def _expression(variable: Variable, *, native: bool) -> str:
    """The variable as an expression of dbt, whose ``env_var`` gives its default only to a variable that is not set."""
    if variable.default is None:
        found = f"env_var({variable.name!r})"
    elif variable.fills_empty:
        found = f"(env_var({variable.name!r}, '') or {variable.default!r})"
    else:
        found = f"env_var({variable.name!r}, {variable.default!r})"
    return f"{{{{ {found}{' | as_native' if native else ''} }}}}"


def _secret(reference: str, secrets: dict[str, str], part: str | None = None) -> str:
    name = expand_variables(reference)
    wanted = name if part is None else f"{name}:{part}"
    variable = PREFIX + re.sub(r"[^A-Za-z0-9]", "_", wanted).upper()
    secrets[variable] = wanted
    return f"{{{{ env_var({variable!r}) }}}}"


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
