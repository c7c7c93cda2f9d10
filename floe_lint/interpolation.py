"""Environment variables in strings: ``${NAME}``, ``${NAME:default}`` and ``${NAME:-default}``.

``:-`` is tried before ``:``; a default runs up to the first ``}`` and may hold spaces, ``*`` and colons.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

_VARIABLE = re.compile(r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?::-|:)(?P<default>[^}]*))?\}")
_OPENING = re.compile(r"\$\{")


class Variable(NamedTuple):
    """One reference: the name, the default if there is one, and its half-open range in the string."""

    name: str
    default: str | None
    start: int
    end: int
    default_start: int


class Malformed(NamedTuple):
    """A ``${`` that is no reference: why, and its half-open range in the string."""

    reason: str
    start: int
    end: int


class Unset(str):
    """Text with a variable that has neither a value nor a default; its value is not known here."""

    __slots__ = ()


class Substituted(str):
    """Text that came out of a substitution, so that a number or a boolean in it is meant as one."""

    __slots__ = ()


def variables(text: str) -> list[Variable]:
    """All references in a string, in order."""
    if "${" not in text:
        return []
    return [
        Variable(match["name"], match["default"], match.start(), match.end(), match.start("default"))
        for match in _VARIABLE.finditer(text)
    ]


def malformed(text: str) -> list[Malformed]:
    """Every ``${`` that is not a reference, or whose default holds another one."""
    if "${" not in text:
        return []
    found = []
    whole = {match.start(): match for match in _VARIABLE.finditer(text)}
    covered = 0
    for opening in _OPENING.finditer(text):
        start = opening.start()
        match = whole.get(start)
        if match is not None:
            covered = match.end()
            default = match["default"] or ""
            if "${" in default:
                found.append(
                    Malformed(
                        f'the default of "{match["name"]}" holds another "${{", '
                        'but a default ends at the first "}"',
                        start,
                        match.end(),
                    )
                )
            continue
        if start < covered:
            continue
        found.append(_explain(text, start))
    return found


def _explain(text: str, start: int) -> Malformed:
    close = text.find("}", start)
    if close < 0:
        return Malformed('"${" has no closing "}"', start, len(text))
    inner = text[start + 2 : close]
    end = close + 1
    name = re.split(r"[:\-=?+]", inner, maxsplit=1)[0]
    if inner.startswith("{"):
        return Malformed('"${{ … }}" is the syntax of another tool; write "${NAME}"', start, end)
    if not inner:
        return Malformed('"${}" names no variable', start, end)
    if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
        sign = inner[len(name)]
        return Malformed(
            f'"{sign}" cannot follow the name "{name}"; write "${{{name}:default}}" for a default', start, end
        )
    return Malformed(
        f'"{name}" is not a variable name; names are letters, digits and "_", not starting with a digit',
        start,
        end,
    )


def substitute(text: str, environment: Mapping[str, str]) -> str:
    """The string with its references replaced.

    Plain text comes back as it is, text with references as ``Substituted``, or as ``Unset`` (unchanged) where
    one of them has neither a value in ``environment`` nor a default.
    """
    if "${" not in text:
        return text
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        found = environment.get(match["name"], match["default"])
        if found is None:
            missing = True
            return match[0]
        return found

    result, count = _VARIABLE.subn(value, text)
    if missing:
        return Unset(text)
    return Substituted(result) if count else text
