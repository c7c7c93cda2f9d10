"""Cut the text of an asset selection into tokens."""

from __future__ import annotations

import re
from typing import Literal

from floe_lint.kernel.records import NamedTuple

MAX_LENGTH = 10_000
"""No selection may be longer, in characters. Dagster's own parser takes seconds beyond it."""

Kind = Literal["word", "string", "null", "and", "or", "not", "+", "(", ")", ":", "=", "end"]


class SelectionError(NamedTuple):
    """What is wrong with a selection, and the half-open range of characters it concerns."""

    message: str
    start: int
    end: int


class Token(NamedTuple):
    """A token. ``text`` is its content (a string's without the quotes), the range is that of the source."""

    kind: Kind
    text: str
    start: int
    end: int


_TOKEN = re.compile(r'[ \t\r\n]*(?:(?P<word>[\w.*/@-]+)|"(?P<string>[^"\\\r\n]*)"|(?P<null><null>)|([+():=]))')
_BLANKS = " \t\r\n"
_KINDS: dict[str, Kind] = {
    "+": "+",
    "(": "(",
    ")": ")",
    ":": ":",
    "=": "=",
    "and": "and",
    "AND": "and",
    "or": "or",
    "OR": "or",
    "not": "not",
    "NOT": "not",
}
_INSTEAD = {
    "|": 'write "or"',
    "&": 'write "and"',
    "!": 'write "not"',
    "~": 'write "not"',
    "'": 'quote names with " instead',
    ",": 'make the parts items of a list, or write "and" or "or"',
    ";": 'make the parts items of a list, or write "or"',
    "?": 'the only wildcard is "*"',
    "[": 'the only wildcard is "*"',
    "]": 'the only wildcard is "*"',
    "{": 'the only wildcard is "*"',
    "}": 'the only wildcard is "*"',
    "\\": "a name cannot hold it",
    "<": 'only "<null>" begins with it',
}


def tokenize(text: str) -> list[Token] | SelectionError:
    """Cut a selection into tokens, the last of which has the kind ``end``.

    Follows Dagster's lexer (``and``, ``or``, ``not`` in small or in capital letters; strings in double quotes
    without escapes), but for words, which may begin with a digit and hold ``.``, ``-`` and ``@``: such names
    are common and Dagster wants them quoted. Takes time in proportion to the length.
    """
    if len(text) > MAX_LENGTH:
        message = f"the selection is {len(text)} characters long and the limit is {MAX_LENGTH}"
        return SelectionError(f"{message}; make its parts items of a list", 0, len(text))
    tokens: list[Token] = []
    place = 0
    while match := _TOKEN.match(text, place):
        word, string, null, sign = match.groups()
        start, place = match.start(match.lastindex or 0), match.end()
        if word is not None:
            tokens.append(Token(kind=_KINDS.get(word, "word"), text=word, start=start, end=place))
        elif string is not None:
            tokens.append(Token(kind="string", text=string, start=start - 1, end=place))
        elif null is not None:
            tokens.append(Token(kind="null", text=null, start=start, end=place))
        else:
            tokens.append(Token(kind=_KINDS[sign], text=sign, start=start, end=place))
    place = len(text) - len(text[place:].lstrip(_BLANKS))
    if place < len(text):
        return _unexpected(text, place)
    tokens.append(Token(kind="end", text="", start=len(text), end=len(text)))
    return tokens


def show(text: str) -> str:
    """Quote a piece of a selection for a message, shortened to one line."""
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= 60 else f'"{line[:59]}…"'


def _unexpected(text: str, place: int) -> SelectionError:
    """Explain the character that begins no token."""
    letter = text[place]
    if letter == '"':
        close = text.find('"', place + 1)
        if close < 0:
            return SelectionError(f"the quote at character {place + 1} is never closed", place, len(text))
        message = f"the string at character {place + 1} holds a backslash or a line break, which no name can"
        return SelectionError(message, place, close + 1)
    if letter == ",":
        message = f"a comma does not join selections; {_INSTEAD[letter]}"
        return SelectionError(message, place, place + 1)
    named, instead = f'"{letter}"', _INSTEAD.get(letter, "put a name that holds it in quotes")
    if letter.isspace():
        instead = "write a plain space"
    if letter.isspace() or not letter.isprintable():
        named = f"U+{ord(letter):04X}"
    message = f"{named} at character {place + 1} means nothing in a selection; {instead}"
    return SelectionError(message, place, place + 1)
