"""The syntax of env files. Apart from reading them, because few projects have one and patterns take time to compile."""

from __future__ import annotations

import re
from collections.abc import Iterator

from floe_lint.kernel.positions import Span
from floe_lint.variables.env_file import EnvFileError

_BLANK = re.compile(r"[ \t]*(?:#[^\r\n]*)?(?:\r\n?|\n|\Z)")
_ENTRY = re.compile(
    r"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*"
    r"(?:\"(?P<double>(?:[^\"\\]|\\.)*)\"|'(?P<single>[^']*)'|(?P<plain>[^\r\n]*))",
    re.DOTALL,
)
_LINE_BREAK = re.compile(r"\r\n?|\n")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\", "$": "$"}


def parse_entries(path: str, text: str) -> Iterator[tuple[str, str, Span]]:
    """The name, the value and the place of the name of every entry. Raises ``EnvFileError``."""
    number, line_start, at = 1, 0, 0
    for match in entries(path, text):
        start, end = match.span("name")
        for line_break in _LINE_BREAK.finditer(text, at, start):
            number, line_start = number + 1, line_break.end()
        at = start
        yield match["name"], _value(match), Span(number, start - line_start + 1, number, end - line_start + 1)


def entries(path: str, text: str) -> Iterator[re.Match[str]]:
    """Every ``KEY=VALUE``, the name in the group ``name``. Raises ``EnvFileError`` at what is none."""
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


def _value(match: re.Match[str]) -> str:
    if match["single"] is not None:
        return match["single"]
    if match["double"] is not None:
        return re.sub(r"\\(.)", lambda escape: _ESCAPES.get(escape[1], escape[0]), match["double"])
    return re.split(r"(?:^|\s)#", match["plain"], maxsplit=1)[0].strip()
