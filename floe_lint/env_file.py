"""Env files: ``KEY=VALUE`` lines, as dotenv and Docker Compose read them."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator

from floe_lint import probe
from floe_lint.places import Span
from floe_lint.record import NamedTuple

SIZE_LIMIT = 1024 * 1024
"""Bytes. Environments of processes are smaller still."""

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_BLANK = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n|\Z)")
_ENTRY = re.compile(
    r"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)'|(?P<plain>[^\r\n]*))",
    re.DOTALL,
)
_LINE_BREAK = re.compile(r"\r\n?|\n")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}


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
    text = _text(path)
    settings = {}
    number, line_start, at = 1, 0, 0
    for match in _entries(path, text):
        start, end = match.span("name")
        for line_break in _LINE_BREAK.finditer(text, at, start):
            number, line_start = number + 1, line_break.end()
        at = start
        span = Span(number, start - line_start + 1, number, end - line_start + 1)
        settings[match["name"]] = Setting(_value(match), span)
    return settings


def hide_values(text: str) -> str:
    """The text of an env file with everything masked but the names of variables, for excerpts."""
    shown = bytearray(len(text))
    try:
        for match in _entries("", text):
            start, end = match.span("name")
            shown[start : end + 1] = b"\1" * (end + 1 - start)
    except EnvFileError:
        pass
    return "".join(
        char if keep or char.isspace() else "•"
        for char, keep in zip(text, shown)  # noqa: B905 (equally long)
    )


def _entries(path: str, text: str) -> Iterator[re.Match[str]]:
    index = 0
    while index < len(text):
        blank = _BLANK.match(text, index)
        if blank is None:
            match = _ENTRY.match(text, index)
            if match is None:
                raise EnvFileError(f"{path}:{_line(text, index)}: the line is not KEY=VALUE")
            blank = _BLANK.match(text, match.end())
            if blank is None:
                line = _line(text, match.start("name"))
                raise EnvFileError(f'{path}:{line}: text follows the closing quote of "{match["name"]}"')
            yield match
        index = blank.end()


def _line(text: str, index: int) -> int:
    """The 1-based number of the line of an index."""
    return 1 + sum(1 for _ in _LINE_BREAK.finditer(text, 0, index))


def parse_assignment(text: str) -> tuple[str, str]:
    """A ``KEY=VALUE`` of the command line. Raises ``EnvFileError``."""
    name, separator, value = text.partition("=")
    if not separator or not _NAME.match(name):
        raise EnvFileError(f'"--env" takes KEY=VALUE with a variable name as KEY, not "{name}"')
    return name, value


def _text(path: str) -> str:
    try:
        if not stat.S_ISREG(probe.state(path).st_mode):
            raise EnvFileError(f'env file "{path}" is not a file')
        data = probe.read(path, SIZE_LIMIT + 1)
        if len(data) > SIZE_LIMIT:
            raise EnvFileError(f'env file "{path}" has more than {SIZE_LIMIT:,} bytes')
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise EnvFileError(f'env file "{path}" is not UTF-8') from None
    except (OSError, ValueError) as error:
        raise EnvFileError(f'env file "{path}" cannot be read: {getattr(error, "strerror", None) or error}') from None


def _value(match: re.Match[str]) -> str:
    if match["single"] is not None:
        return match["single"]
    if match["double"] is not None:
        return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[0]), match["double"])
    return re.split(r"(?:^|\s)#", match["plain"], maxsplit=1)[0].strip()
