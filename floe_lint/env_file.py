"""Env files: ``KEY=VALUE`` lines, as dotenv and Docker Compose read them."""

from __future__ import annotations

import re

_LINE = re.compile(r"\s*(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=\s*(?P<value>.*?)\s*\Z", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}


class EnvFileError(Exception):
    """An env file that cannot be read; the message names the file and the line."""


def read_env_file(path: str) -> dict[str, str]:
    """The variables of a file, the last of equal names winning. Raises ``EnvFileError``.

    Blank lines and lines that start with ``#`` are skipped. Single quotes take the text as it is, double quotes
    know ``\\n``, ``\\t``, ``\\"`` and ``\\\\``; without quotes the value ends before `` #``.
    """
    try:
        with open(path, encoding="utf-8-sig") as file:
            text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise EnvFileError(
            f'env file "{path}" cannot be read: {getattr(error, "strerror", None) or error}'
        ) from None
    variables = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise EnvFileError(f"{path}:{number}: the line is not KEY=VALUE")
        variables[match["name"]] = _value(match["value"])
    return variables


def parse_assignment(text: str) -> tuple[str, str]:
    """A ``KEY=VALUE`` of the command line. Raises ``EnvFileError``."""
    name, separator, value = text.partition("=")
    if not separator or not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        raise EnvFileError(f'"--env {text}" is not KEY=VALUE')
    return name, value


def _value(text: str) -> str:
    if text[:1] == "'" and (end := text.find("'", 1)) > 0:
        return text[1:end]
    if text[:1] == '"':
        match = re.match(r'"((?:[^"\\]|\\.)*)"', text)
        if match is not None:
            return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), match[1])
    return re.split(r"\s#", text, maxsplit=1)[0].strip()
