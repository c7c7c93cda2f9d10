"""Regular expressions that could take exponential or high polynomial time, told by their shape.

Python's ``re`` goes back and tries again. What makes that explode is a repeat within a repeat, a repeat of alternatives
that can begin alike, and two repeats one after the other that match the same characters. Shapes are refused
on suspicion: a pattern that this module passes takes time that grows at most with the square of the text, or by one
power more for each neighbour that is allowed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

if sys.version_info >= (3, 11):
    from re import _constants as codes
    from re import _parser as parser
else:
    import sre_constants as codes
    import sre_parse as parser

LONGEST = 2_000
"""Characters of a pattern."""
_FEW = 4
"""A repeat of at most so many times, and in no other, costs little whatever it matches."""

_NESTED = "repeats a repeat, which can take forever"
_ALIKE = "repeats alternatives that begin alike, which can take forever"
_BESIDE = "has two repeats that match the same characters side by side, which can take forever"
_REFERENCE = "refers back to a group, which can take forever"

_REPEATS = {codes.MAX_REPEAT, codes.MIN_REPEAT}
_LOOKS = {codes.ASSERT, codes.ASSERT_NOT}
_SAMPLES = [chr(number) for number in range(128)] + ["é", "\u4e00", "\ue000"]
"""Characters that stand for all others when sets are compared."""


def _parse(regex: str) -> list[Any]:
    parsed: Any = parser.parse(regex, re.IGNORECASE)
    return list(parsed)


class _DangerError(Exception):
    """A shape that is refused, and why."""


def danger(regex: str, neighbours: int = 0) -> str | None:
    """Why a pattern cannot be used, to be read after its name; ``None`` for one that can.

    ``neighbours`` is how many times two repeats may match the same characters side by side: none where long texts are
    searched, a few for names.
    """
    if len(regex) > LONGEST:
        return f"is longer than {LONGEST:,} characters"
    try:
        parsed = _parse(regex)
    except (re.error, OverflowError, RecursionError) as error:
        return f"is no regular expression: {error}"
    try:
        meetings = _meetings(parsed, _Around())
    except _DangerError as error:
        return str(error)
    except RecursionError:
        return "is nested too deeply"
    if meetings > neighbours:
        return _BESIDE
    return None


class _Around(NamedTuple):
    """What goes around a part of a pattern.

    In a ``loop`` nothing may match in a varying number of characters; where each round is ``delimited``, it may, as
    long as there is one way only. ``repeats`` says that something goes around it at all.
    """

    loop: bool = False
    delimited: bool = False
    repeats: bool = False


def _meetings(items: list[Any], around: _Around) -> int:
    """How many varying repeats follow one that matches the same characters. Raises ``_DangerError``."""
    count = 0
    before: set[str] = set()
    for code, argument in _flat(items):
        if code in _REPEATS:
            least, most, body = argument
            inner = list(body)
            varies = most != least
            if varies and around.loop:
                raise _DangerError(_NESTED)
            count += _within_repeat(inner, most, around)
            held = _any(inner)
            if varies and (most > _FEW or around.delimited or _varies(inner)):
                count += bool(before & _first(inner))
                before = held | before if least == 0 else held
            elif before & held:
                before = before | held
            elif least > 0:
                before = set()
        elif code is codes.BRANCH:
            count += max(_meetings(list(branch), around) for branch in argument[1])
            if (around.loop or around.delimited) and _begin_alike(argument[1]):
                raise _DangerError(_ALIKE)
            held = _any([(code, argument)])
            if before & held or any(_varies(list(branch)) for branch in argument[1]):
                count += bool(before & held)
                before = before | held
            elif not any(all(map(_may_be_empty, _flat(list(branch)))) for branch in argument[1]):
                before = set()
        elif code in _LOOKS:
            count += _meetings(list(argument[1]), around)
        elif code in (codes.GROUPREF, codes.GROUPREF_EXISTS):
            raise _DangerError(_REFERENCE)
        elif code is not codes.AT:
            held = _characters(code, argument)
            before = before | held if before & held else set()
    return count


def _within_repeat(inner: list[Any], most: int, around: _Around) -> int:
    """The meetings in the body of a repeat."""
    if not most > (1 if around.repeats else _FEW):
        return _meetings(inner, around._replace(repeats=around.repeats or most > 1))
    apart = _is_delimited(inner)
    met = _meetings(inner, _Around(loop=not apart, delimited=apart, repeats=True))
    if apart and met:
        raise _DangerError(_NESTED)
    return met


def _varies(items: list[Any]) -> bool:
    """Whether a part can match in a varying number of characters by a repeat, however deep it lies."""
    for code, argument in _flat(items):
        if code in _REPEATS and (argument[0] != argument[1] or _varies(list(argument[2]))):
            return True
        if code is codes.BRANCH and any(_varies(list(branch)) for branch in argument[1]):
            return True
    return False


def _begin_alike(branches: list[Any]) -> bool:
    """Whether two alternatives can begin with the same character, or one can be empty."""
    known: set[str] = set()
    for branch in branches:
        first = _first(list(branch))
        if known & first or not first or all(_may_be_empty(item) for item in _flat(list(branch))):
            return True
        known |= first
    return False


def _may_be_empty(item: Any) -> bool:
    code, argument = item
    return code is codes.AT or code in _LOOKS or (code in _REPEATS and argument[0] == 0)


def _is_delimited(items: list[Any]) -> bool:
    """Whether each round of a repeat begins or ends with a character that the rest of it cannot hold."""
    flat = [item for item in _flat(items) if item[0] is not codes.AT and item[0] not in _LOOKS]
    for edge, rest in ((flat[:1], flat[1:]), (flat[-1:], flat[:-1])):
        if edge and edge[0][0] in (codes.LITERAL, codes.IN) and not _characters(*edge[0]) & _any(rest):
            return True
    return False


def _flat(items: list[Any]) -> list[Any]:
    """The items with plain and atomic groups opened."""
    flat: list[Any] = []
    for code, argument in items:
        if code is codes.SUBPATTERN:
            flat.extend(_flat(list(argument[-1])))
        elif str(code) == "ATOMIC_GROUP":
            flat.extend(_flat(list(argument)))
        elif str(code) == "POSSESSIVE_REPEAT":
            flat.append((codes.MAX_REPEAT, argument))
        else:
            flat.append((code, argument))
    return flat


def _first(items: list[Any]) -> set[str]:
    """The characters that a match can begin with."""
    found: set[str] = set()
    for code, argument in _flat(items):
        if code in _REPEATS:
            found |= _first(list(argument[2]))
            if argument[0] > 0:
                return found
        elif code is codes.BRANCH:
            for branch in argument[1]:
                found |= _first(list(branch))
            return found
        elif code not in _LOOKS and code is not codes.AT:
            return found | _characters(code, argument)
    return found


def _any(items: list[Any]) -> set[str]:
    """All characters that a match can hold."""
    found: set[str] = set()
    for code, argument in _flat(items):
        if code in _REPEATS:
            found |= _any(list(argument[2]))
        elif code is codes.BRANCH:
            for branch in argument[1]:
                found |= _any(list(branch))
        elif code not in _LOOKS and code is not codes.AT:
            found |= _characters(code, argument)
    return found


def _characters(code: Any, argument: Any) -> set[str]:
    """The samples that one item matches, cases alike."""
    if code is codes.LITERAL:
        return {chr(argument).lower(), chr(argument).upper()}
    if code is codes.NOT_LITERAL:
        return {sample for sample in _SAMPLES if sample.lower() != chr(argument).lower()}
    if code is codes.IN:
        return _of_set(argument)
    return set(_SAMPLES)


def _of_set(items: list[Any]) -> set[str]:
    negated = bool(items) and items[0][0] is codes.NEGATE
    found: set[str] = set()
    for code, argument in items[1:] if negated else items:
        if code is codes.LITERAL:
            found |= {chr(argument).lower(), chr(argument).upper()}
        elif code is codes.RANGE:
            low, high = argument
            inside = {sample for sample in _SAMPLES if low <= ord(sample) <= high}
            found |= inside | {sample.swapcase() for sample in inside} | {chr(low), chr(high)}
        elif code is codes.CATEGORY:
            found |= {sample for sample in _SAMPLES if _CATEGORIES[str(argument)](sample)}
    return set(_SAMPLES) - found if negated else found


_CATEGORIES: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_NOT_DIGIT": lambda sample: not sample.isdigit(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda sample: not sample.isspace(),
    "CATEGORY_WORD": lambda sample: sample.isalnum() or sample == "_",
    "CATEGORY_NOT_WORD": lambda sample: not (sample.isalnum() or sample == "_"),
}


def literal_part(regex: str) -> str:
    """The longest run of plain characters that whatever matches must hold, in lower case; may be empty."""
    runs = [""]
    for code, argument in _flat(_parse(regex)):
        if code is codes.LITERAL and chr(argument).isascii():
            runs[-1] += chr(argument).lower()
        else:
            runs.append("")
    return max(runs, key=len)
