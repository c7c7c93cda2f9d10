"""Secrets by reference: an environment variable or a mounted file, never a literal.

Nothing here prints or keeps a value; messages name the reference and the places that were searched.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from floe_lint.variables.interpolation import Unset, Variable, malformed, substitute, variables
from floe_lint.yaml.scalars import resolve_plain

_NAME = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*")
_MOUNTED = "/run/secrets"


class SecretError(Exception):
    """A secret that is referred to and cannot be found or used. The text never holds a value."""


def _folders() -> list[Path]:
    chosen = os.environ.get("FLOE_SECRETS_DIR")
    return [Path(chosen), Path(_MOUNTED)] if chosen else [Path(_MOUNTED)]


def _variables(name: str) -> list[str]:
    """The environment variables that may hold ``name``: as written, then upper-case with underscores."""
    upper = re.sub(r"[^A-Za-z0-9]", "_", name).upper()
    return [name] if name == upper else [name, upper]


def _missing(name: str) -> SecretError:
    variables = " or ".join(_variables(name))
    files = " or ".join(str(folder / name) for folder in _folders())
    return SecretError(
        f'secret "{name}" was not found: set the environment variable {variables}, or mount the file {files}'
    )


def _check(name: str) -> None:
    if not _NAME.fullmatch(name):
        # The text may be a secret that was pasted where its name belongs, so it is not repeated.
        raise SecretError(
            "a secret_ref is not the name of a secret; a name has letters, digits, '-', '_', '.' and '/' only"
        )


def resolve_secret(name: str) -> str:
    """The value of the secret called ``name``.

    Searched in this order: the environment variable of that name, the one in upper case with ``_`` for every
    other character, the file ``$FLOE_SECRETS_DIR/name``, the file ``/run/secrets/name``. An empty variable
    counts as not set; one line end at the end of a file is dropped.

    Raises:
        SecretError: there is none, or its file cannot be read as text.
    """
    _check(name)
    for variable in _variables(name):
        if value := os.environ.get(variable):
            return value
    for folder in _folders():
        path = folder / name
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
            raise SecretError(f'secret "{name}": the file {path} cannot be read: {reason}') from None
        text = text[:-1] if text.endswith("\n") else text
        return text[:-1] if text.endswith("\r") else text
    raise _missing(name)


def resolve_secret_fields(name: str, pair: tuple[str, str]) -> dict[str, str]:
    """The parts of a secret that holds several values, e.g. an access key and its secret key.

    It may be a mounted folder with one file per part (as Kubernetes mounts a secret), a JSON object, or two
    values joined by ``:``, which get the names in ``pair``.

    Raises:
        SecretError: there is none, or it has neither of these shapes.
    """
    _check(name)
    if not any(os.environ.get(variable) for variable in _variables(name)):
        for folder in _folders():
            if (folder / name).is_dir():
                files = sorted(file.name for file in (folder / name).iterdir() if file.is_file())
                return {file: resolve_secret(f"{name}/{file}") for file in files if _NAME.fullmatch(file)}
    value = resolve_secret(name)
    if value.lstrip().startswith("{"):
        try:
            fields = json.loads(value)
        except ValueError:
            raise SecretError(f'secret "{name}" looks like JSON and is not valid JSON') from None
        return {str(key): str(part) for key, part in fields.items()}
    first, separator, second = value.partition(":")
    if not separator:
        raise SecretError(
            f'secret "{name}" must hold "{pair[0]}:{pair[1]}", a JSON object with these keys, '
            "or be a folder with one file for each"
        )
    return {pair[0]: first, pair[1]: second}


def expand_variables(text: str) -> str:
    """Replace the variables in a text of platform.yaml with the values that this process has.

    Raises:
        SecretError: a variable without default is not set, or a ``${`` is not a variable.
    """
    expanded = substitute(text, os.environ)
    if not isinstance(expanded, Unset):
        return str(expanded)
    missing = next(
        found.name for found in variables_of(text) if found.default is None and found.given(os.environ) is None
    )
    raise SecretError(f"the environment variable {missing} is not set; platform.yaml needs it")


def variables_of(text: str) -> list[Variable]:
    """The variables in a text of platform.yaml. Raises ``SecretError`` when a ``${`` is not a variable."""
    for defect in malformed(text):
        raise SecretError(f"a value of platform.yaml cannot be read: {defect.reason}")
    return variables(text)


def resolve_references(value: Any, *, typed: bool = False) -> Any:
    """Replace every secret reference and variable in plain data with its value.

    ``{secret_ref: NAME}`` becomes the secret, a key ``X_secret_ref: NAME`` becomes the key ``X``, and
    variables in strings are expanded. With ``typed`` such a string is what YAML makes of the result, as for the linter:
    ``${N:4}`` is a number. The result holds secrets: use it at once and do not store or print it.

    Raises:
        SecretError: a secret or a variable is missing.
    """
    if isinstance(value, str):
        text = expand_variables(value)
        return resolve_plain(text) if typed and "${" in value else text
    if isinstance(value, Mapping):
        if set(value) == {"secret_ref"}:
            return resolve_secret(expand_variables(str(value["secret_ref"])))
        resolved = {}
        for key, part in value.items():
            if isinstance(key, str) and key.endswith("_secret_ref") and isinstance(part, str):
                resolved[key.removesuffix("_secret_ref")] = resolve_secret(expand_variables(part))
            else:
                resolved[key] = resolve_references(part, typed=typed)
        return resolved
    if isinstance(value, list | tuple):
        return [resolve_references(part, typed=typed) for part in value]
    return value
