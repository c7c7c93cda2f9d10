"""Environment variables in strings: ``${NAME}``, ``${NAME:default}`` and ``${NAME:-default}``.

A variable that is not set takes the default; with ``:-`` one that is set to the empty text does too, as in a shell.
``:-`` is tried before ``:``; a default runs up to the first ``}`` and may hold spaces, ``*`` and colons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from floe_lint.kernel.records import NamedTuple

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_MOST = 1000
"""Defects of one text that are told: more help nobody, and a hostile text could have millions."""
_SHOWN = 40
"""Characters of a wrong name that a message shows."""


class Variable(NamedTuple):
    """One reference: the name, the default if there is one, and its half-open range in the string.

    ``fills_empty`` says that the default stands in for a value that is empty, too.
    """

    name: str
    default: str | None
    start: int
    end: int
    default_start: int
    fills_empty: bool

    def given(self, environment: Mapping[str, str]) -> str | None:
        """The value that the environment gives; ``None`` where the default applies."""
        value = environment.get(self.name)
        return None if value == "" and self.fills_empty else value


class Malformed(NamedTuple):
    """A ``${`` that is no reference: why, and its half-open range in the string."""

    reason: str
    start: int
    end: int


class Unset(str):
    """Text that is not known here: a variable in it has neither a value nor a default, or is malformed."""

    __slots__ = ()


class Substituted(str):
    """Text that came out of a substitution, so that a number or a boolean in it is meant as one.

    ``used`` holds the references with whether the environment gave their value (else their default did).
    """

    __slots__ = ("used",)

    used: tuple[tuple[Variable, bool], ...]

    def __new__(cls, text: str, used: tuple[tuple[Variable, bool], ...] = ()) -> Substituted:
        """Text and where its variable parts come from."""
        self = super().__new__(cls, text)
        self.used = used
        return self


def is_name(text: str) -> bool:
    """Whether a variable can have this name."""
    return text.isascii() and text.isidentifier()


def variables(text: str) -> list[Variable]:
    """All references in a string, in order."""
    return _scan(text)[0] if "${" in text else []


def malformed(text: str) -> list[Malformed]:
    """Every ``${`` that is not a reference, or whose default holds another one."""
    return _scan(text)[1] if "${" in text else []


def _scan(text: str) -> tuple[list[Variable], list[Malformed]]:
    """One pass; the next ``}`` is looked for once, so that the time is linear in hostile text too."""
    found: list[Variable] = []
    wrong: list[Malformed] = []
    close = -1
    start = text.find("${")
    while start >= 0:
        if close < start:
            close = text.find("}", start)
            if close < 0:
                wrong.append(Malformed('"${" has no closing "}"', start, len(text)))
                break
        end = close + 1
        name = _NAME.match(text, start + 2)
        after = name.end() if name is not None else start + 2
        if name is None or text[after] not in ":}":
            inner = text.find("${", after, close) if text[after].isspace() else -1
            if inner >= 0:
                reason, end = '"${" has no closing "}" before the next "${"', inner
            else:
                reason = _reason(text, start, close)
            if len(wrong) < _MOST:
                wrong.append(Malformed(reason, start, end))
        else:
            fills_empty = text.startswith(":-", after)
            default_start = -1 if after == close else after + (2 if fills_empty else 1)
            default = None if after == close else text[default_start:close]
            found.append(
                Variable(
                    name=name[0],
                    default=default,
                    start=start,
                    end=end,
                    default_start=default_start,
                    fills_empty=fills_empty,
                )
            )
            if default is not None and "${" in default:
                reason = f'the default of "{name[0]}" ends at the first "}}", so it cannot hold another "${{"'
                wrong.append(Malformed(reason, start, end))
        start = text.find("${", end)
    return found, wrong


def _reason(text: str, start: int, close: int) -> str:
    inner = text[start + 2 : min(close, start + 2 + 1000)]
    if inner.startswith("{"):
        return '"${{ … }}" is the syntax of another tool; write "${NAME}"'
    if not inner:
        return '"${}" names no variable'
    name = re.split(r"[:\-=?+]", inner, maxsplit=1)[0]
    if _NAME.fullmatch(name):
        return f'"{inner[len(name)]}" cannot follow the name "{name}"; write "${{{name}:default}}" for a default'
    if _NAME.fullmatch(name.strip()):
        return f'spaces cannot stand around the name "{name.strip()}"; write "${{{name.strip()}}}"'
    if not name:
        return f'a name is missing before "{inner[0]}"; write "${{NAME:default}}"'
    shown = name if len(name) <= _SHOWN else f"{name[: _SHOWN - 1]}…"
    return f'"{shown}" is not a variable name; names are letters, digits and "_", not starting with a digit'


def substitute(text: str, environment: Mapping[str, str]) -> str:
    """The string with its references replaced.

    Plain text comes back as it is, text with references as ``Substituted``, or as ``Unset`` (unchanged) where
    one of them has neither a value in ``environment`` nor a default, has a value that is ``Unset``, or is malformed.
    """
    if "${" not in text:
        return text
    parts = []
    used = []
    at = 0
    variables, malformed = _scan(text)
    if malformed:
        return Unset(text)
    for variable in variables:
        value = variable.given(environment)
        used.append((variable, value is not None))
        if value is None:
            value = variable.default
        if value is None or isinstance(value, Unset):
            return Unset(text)
        parts.append(text[at : variable.start])
        parts.append(value)
        at = variable.end
    if not used:
        return text
    parts.append(text[at:])
    return Substituted("".join(parts), tuple(used))
