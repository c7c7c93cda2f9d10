"""Env files: ``KEY=VALUE`` lines, as dotenv and Docker Compose read them."""

from __future__ import annotations

import stat

from floe_lint.disk import filesystem
from floe_lint.kernel.positions import Span
from floe_lint.kernel.records import NamedTuple

SIZE_LIMIT = 1024 * 1024
"""Bytes. Environments of processes are smaller still."""


class EnvFileError(Exception):
    """An env file that cannot be read; the message names the file and the line."""


class Setting(NamedTuple):
    """A variable of an env file: its value, and where its name stands."""

    value: str
    span: Span


def read_env_file(path: str) -> dict[str, str]:
    """The variables of a file, the last of equal names winning. Raises ``EnvFileError``.

    Blank lines and lines that start with ``#`` are skipped. Single quotes take the text as it is, double
    quotes know ``\\n``, ``\\t``, ``\\"`` and ``\\\\``, and both may go over several lines; without quotes the
    value ends before `` #``.
    """
    return {name: setting.value for name, setting in read_settings(path).items()}


def read_settings(path: str) -> dict[str, Setting]:
    """What ``read_env_file`` reads, with positions. Raises ``EnvFileError``."""
    from floe_lint.variables.env_syntax import parse_entries

    return {name: Setting(value, span) for name, value, span in parse_entries(path, _text(path))}


def hide_values(text: str) -> str:
    """The text of an env file with everything masked but the names of variables, for excerpts."""
    from floe_lint.variables.env_syntax import entries

    shown = bytearray(len(text))
    try:
        for match in entries("", text):
            start, end = match.span("name")
            shown[start : end + 1] = b"\1" * (end + 1 - start)
    except EnvFileError:
        pass
    return "".join(
        char if keep or char.isspace() else "•"
        for char, keep in zip(text, shown)  # noqa: B905 (equally long)
    )


def parse_assignment(text: str) -> tuple[str, str]:
    """A ``KEY=VALUE`` of the command line. Raises ``EnvFileError``."""
    name, separator, value = text.partition("=")
    if not separator or not (name.isascii() and name.isidentifier()):
        raise EnvFileError(f'"--env" takes KEY=VALUE with a variable name as KEY, not "{name}"')
    return name, value


def _text(path: str) -> str:
    try:
        if not stat.S_ISREG(filesystem.state(path).st_mode):
            raise EnvFileError(f'env file "{path}" is not a file')
        data = filesystem.read(path, SIZE_LIMIT + 1)
        if len(data) > SIZE_LIMIT:
            raise EnvFileError(f'env file "{path}" has more than {SIZE_LIMIT:,} bytes')
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EnvFileError(f'env file "{path}" is not UTF-8') from None
    except (OSError, ValueError) as error:
        raise EnvFileError(f'env file "{path}" cannot be read: {getattr(error, "strerror", None) or error}') from None
