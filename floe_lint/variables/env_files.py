"""Env files: ``KEY=VALUE`` lines, read as python-dotenv reads them, with which Dagster reads ``.env``.

python-dotenv itself is not used: to import it takes as long as to lint a small project, it tells no columns, and it
goes on after a line that it cannot read.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator, Mapping

from floe_lint.disk import filesystem
from floe_lint.kernel.positions import Span
from floe_lint.kernel.records import NamedTuple
from floe_lint.variables.interpolation import Unset, is_name

SIZE_LIMIT = 1024 * 1024
"""Bytes of a file, and characters of all its values together. Environments of processes are smaller still."""

# Text until there is an env file: few projects have one, and patterns take time to compile. No two neighbours can match
# the same white space, so that the time is linear in hostile text too.
_SKIPPED = r"(?:\s+|(?:export[^\S\r\n]+)?#[^\r\n]*)*"
_KEY = r"(?:export[^\S\r\n]+|(?!export[^\S\r\n]))(?:'(?P<quoted>[^']+)'|(?P<name>[^=#\s'][^=#\s]*))"
_EQUALS = r"[^\S\r\n]*=(?P<space>[^\S\r\n]*)"
_VALUE = r"""'(?P<single>(?:\\.|[^'\\])*)'|"(?P<double>(?:\\.|[^"\\])*)"|(?P<plain>[^\s'"][^\r\n]*|(?=[\r\n]|\Z))"""
_END = r"[^\S\r\n]*(?:#[^\r\n]*)?(?:\r\n?|\n|\Z)"
_ENTRY = rf"(?s:{_KEY}(?:{_EQUALS}(?:{_VALUE}))?{_END})"
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


class EnvFileError(Exception):
    """An env file that cannot be read; the message names the file and the line."""


class Assignment(NamedTuple):
    """A variable of an env file: its value, ``Unset`` where that is not known, and where its name stands.

    ``is_taken`` says that another line of the file takes its value.
    """

    value: str
    span: Span
    is_taken: bool


def read_env_file(path: str, environment: Mapping[str, str]) -> dict[str, Assignment]:
    """The variables of a file, the last of equal names winning. Raises ``EnvFileError``.

    ``${NAME}`` and ``${NAME:-default}`` in a value, in quotes of either kind too, become the value of that name in
    ``environment``, else in the lines above, be it empty. As in python-dotenv, a name without ``=`` has no value, and
    ``${NAME:default}`` is text. Names that no ``${…}`` of floe.yaml can have are left out.
    """
    text = _text(path)
    values: dict[str, str | None] = {}
    spans: dict[str, Span] = {}
    taken: set[str] = set()
    room = SIZE_LIMIT
    line = 1
    counted = 0
    for match in _entries(path, text):
        start, end = _name_range(match)
        name = text[start:end]
        line += text.count("\n", counted, start)
        counted = start
        column = start - text.rfind("\n", 0, start)
        spans[name] = Span(line, column, line, column + end - start)
        written = _written_value(match)
        if written is None:
            values[name] = None
            continue
        references = _references(written)
        taken.update(reference.name for reference in references)
        parts = _expanded(written, references, values, environment)
        room -= len(written) if parts is None else sum(map(len, parts))
        if room < 0:
            raise EnvFileError(f'{path}:{line}: up to "{name}" the values have more than {SIZE_LIMIT:,} characters')
        values[name] = Unset(written) if parts is None else "".join(parts)
    return {
        name: Assignment(value, spans[name], name in taken)
        for name, value in values.items()
        if value is not None and is_name(name)
    }


def hide_values(text: str) -> str:
    """The text of an env file with everything masked but the names of variables, for excerpts."""
    shown = bytearray(len(text))
    try:
        for match in _entries("", text):
            start, end = _name_range(match)
            # A line without "=" may be part of a value that lacks its quotes.
            if match["space"] is not None and is_name(text[start:end]):
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
    if not separator or not is_name(name):
        raise EnvFileError(f'"--env" takes KEY=VALUE with a variable name as KEY, not "{name}"')
    return name, value


def _text(path: str) -> str:
    """The text of a file with ``\\n`` for every line break, without the mark of its encoding."""
    try:
        if not stat.S_ISREG(filesystem.state(path).st_mode):
            raise EnvFileError(f'env file "{path}" is not a file')
        data = filesystem.read(path, SIZE_LIMIT + 1)
        if len(data) > SIZE_LIMIT:
            raise EnvFileError(f'env file "{path}" has more than {SIZE_LIMIT:,} bytes')
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise EnvFileError(f'env file "{path}" is not UTF-8') from None
    except (OSError, ValueError) as error:
        raise EnvFileError(f'env file "{path}" cannot be read: {getattr(error, "strerror", None) or error}') from None


def _entries(path: str, text: str) -> Iterator[re.Match[str]]:
    """Every ``KEY`` and ``KEY=VALUE``, with the groups of ``_ENTRY``. Raises ``EnvFileError`` at anything else."""
    skipped, entry = re.compile(_SKIPPED), re.compile(_ENTRY)
    index = _end(skipped, text, 0)
    while index < len(text):
        match = entry.match(text, index)
        if match is None:
            raise EnvFileError(_refusal(path, text, index))
        yield match
        index = _end(skipped, text, match.end())


def _end(pattern: re.Pattern[str], text: str, index: int) -> int:
    match = pattern.match(text, index)
    assert match is not None
    return match.end()


def _refusal(path: str, text: str, index: int) -> str:
    line = 1 + text.count("\n", 0, index)
    opened = re.compile(rf"{_KEY}{_EQUALS}(?=['\"])").match(text, index)
    if opened is None:
        return f"{path}:{line}: the line is not KEY=VALUE"
    start, end = _name_range(opened)
    is_closed = re.compile(rf"(?s:{_VALUE})").match(text, opened.end())
    reason = "text follows the closing quote" if is_closed else "there is no closing quote for the value"
    return f'{path}:{line}: {reason} of "{text[start:end]}"'


def _name_range(match: re.Match[str]) -> tuple[int, int]:
    return match.span("name" if match["quoted"] is None else "quoted")


def _written_value(match: re.Match[str]) -> str | None:
    """The value without quotes and escapes, before variables are replaced."""
    if match["space"] is None:
        return None
    if match["plain"] is not None:
        # A comment needs white space before it, be it that after "=".
        return re.split(r"\s#", match["space"] + match["plain"], maxsplit=1)[0].strip()
    if match["single"] is not None:
        return re.sub(r"\\([\\'])", r"\1", match["single"])
    return re.sub(r"\\([\\'\"abfnrtv])", lambda escape: _ESCAPES.get(escape[1], escape[1]), match["double"])


class _Reference(NamedTuple):
    """A ``${NAME}`` or ``${NAME:-default}`` of a value, and its half-open range."""

    name: str
    default: str | None
    start: int
    end: int


def _references(text: str) -> list[_Reference]:
    """As python-dotenv finds them. ``}`` and ``:`` are looked for once each, so that hostile text takes linear time."""
    found: list[_Reference] = []
    close, colon = -1, -1
    start = text.find("${")
    while start >= 0:
        if close < start:
            close = text.find("}", start)
            if close < 0:
                break
        if colon < start:
            colon = text.find(":", start)
            if colon < 0:
                colon = len(text)
        if close < colon:
            found.append(_Reference(name=text[start + 2 : close], default=None, start=start, end=close + 1))
        elif text.startswith(":-", colon):
            name, default = text[start + 2 : colon], text[colon + 2 : close]
            found.append(_Reference(name=name, default=default, start=start, end=close + 1))
        start = text.find("${", found[-1].end if found and found[-1].start == start else start + 2)
    return found


def _expanded(
    text: str, references: list[_Reference], values: Mapping[str, str | None], environment: Mapping[str, str]
) -> list[str] | None:
    """The parts of a value; ``None`` where a variable in it is not known."""
    parts: list[str] = []
    done = 0
    for name, default, start, end in references:
        value = environment.get(name)
        if value is None:
            value = values[name] or "" if name in values else default
        if value is None or isinstance(value, Unset):
            return None
        parts += (text[done:start], value)
        done = end
    return [*parts, text[done:]]
