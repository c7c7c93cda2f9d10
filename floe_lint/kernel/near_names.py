"""The name a user most likely meant, for "did you mean …?"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_ALIKE = str.maketrans("-. \t", "____")
"""Separators that people confuse."""

_FURTHEST = 4
"""No more edits than this, however long the name: beyond that a suggestion is a guess."""


def nearest(name: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that ``name`` is most likely a misspelling of, or ``None`` if none is near.

    See :func:`nearest_names` for what counts as near.
    """
    for candidate in nearest_names(name, candidates, 1):
        return candidate
    return None


def nearest_names(name: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """Return up to ``count`` candidates that ``name`` may be a misspelling of, the nearest first.

    Nearness is the number of insertions, deletions, substitutions and swaps of neighbouring characters (the
    optimal string alignment distance), about one in four characters allowed and none in names of one or two.
    Case and the separators ``-``, ``_``, ``.`` and blank make no difference, and words joined by them in
    another order (``customers_bronze``) count as one edit. Of equally near names those come first that begin
    like ``name``, then in alphabetical order: the answer does not depend on the order of ``candidates``.
    ``name`` itself is never an answer.
    """
    wanted = _fold(name)
    limit = min((len(wanted) + 2) // 4 if len(wanted) > 2 else 0, _FURTHEST)
    letters = set(wanted)
    positions = _positions(wanted)
    words = sorted(wanted.split("_")) if "_" in wanted else None
    ranked: list[tuple[int, int, str]] = []
    for candidate in candidates:
        if abs(len(candidate) - len(wanted)) > limit or candidate == name:
            continue
        folded = _fold(candidate)
        # An edit changes the set of letters by two at most: the cheap way out.
        if len(letters.symmetric_difference(folded)) > 2 * limit:
            continue
        distance = _edits(positions, len(wanted), folded, limit)
        if words is not None and distance > 1 and sorted(folded.split("_")) == words:
            distance = 1
        if distance <= limit:
            ranked.append((distance, -_shared_prefix(wanted, folded), candidate))
    ranked.sort()
    return list(dict.fromkeys(candidate for _, _, candidate in ranked))[:count]


def is_certain(name: str, meant: str, candidates: Iterable[str]) -> bool:
    """Whether ``name`` can hardly be anything but a misspelling of ``meant``.

    No other candidate is near, the digits are the same (``v1`` is not a misspelt ``v2``), and there is one edit at
    most, or two in names of eight letters and more.
    """
    if any(other != meant for other in nearest_names(name, candidates, 2)) or _digits(name) != _digits(meant):
        return False
    wanted, folded = _fold(name), _fold(meant)
    limit = 2 if len(wanted) >= 8 else 1 if len(wanted) > 2 else 0
    same_words = sorted(wanted.split("_")) == sorted(folded.split("_"))
    return same_words or _edits(_positions(wanted), len(wanted), folded, limit) <= limit


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))


def _positions(text: str) -> dict[str, int]:
    """Return for every character the bit mask of the indices at which it stands."""
    positions: dict[str, int] = {}
    for index, letter in enumerate(text):
        positions[letter] = positions.get(letter, 0) | 1 << index
    return positions


def _edits(positions: Mapping[str, int], length: int, text: str, limit: int) -> int:
    """Return the optimal string alignment distance of ``text`` to the string described by ``positions``.

    ``length`` is that string's. Any number above ``limit`` means "further than that". This is the
    bit-parallel algorithm of Hyyrö, "A bit-vector algorithm for computing Levenshtein and Damerau edit
    distances" (2003): a column of the edit matrix is held as differences in the bits of integers.
    """
    if not length:
        return len(text)
    every = (1 << length) - 1
    last = 1 << length - 1
    rises, falls, diagonal, before = every, 0, 0, 0
    distance = length
    # What is left of `text` can lower the distance by one a character at most.
    bound = limit + len(text)
    for letter in text:
        here = positions.get(letter, 0)
        swapped = ((~diagonal & here) << 1) & before
        diagonal = ((((here & rises) + rises) ^ rises) | here | falls | swapped) & every
        across_rises = falls | (every & ~(diagonal | rises))
        across_falls = diagonal & rises
        if across_rises & last:
            distance += 1
        elif across_falls & last:
            distance -= 1
        bound -= 1
        if distance > bound:
            return limit + 1
        across_rises = (across_rises << 1) | 1
        rises = ((across_falls << 1) | ~(diagonal | across_rises)) & every
        falls = across_rises & diagonal
        before = here
    return distance


def _fold(name: str) -> str:
    """Return the name with the differences that do not count taken out."""
    return name.casefold().translate(_ALIKE)


def _shared_prefix(left: str, right: str) -> int:
    """Count the characters that both strings begin with."""
    count = 0
    for one, other in zip(left, right):  # noqa: B905 (the shorter one ends it)
        if one != other:
            break
        count += 1
    return count
