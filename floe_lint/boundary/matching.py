"""Looking for patterns in one text, and choosing among matches that overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import log2

from floe_lint.boundary.forms import VARIABLE, Form, normalised, substituted_forms, written_forms
from floe_lint.boundary.pattern_syntax import Pattern, compiled
from floe_lint.kernel.records import NamedTuple

_CHUNK = 8_192
_OVERLAP = 1_024
_MOST = 100
"""Matches of one pattern in one text; a text with more of them needs no longer list."""


class Match(NamedTuple):
    """A pattern found in a text.

    ``start`` and ``end`` are the range of the scalar's text it comes from. ``whole`` says that it is found
    only after variables are replaced, so that the scalar as a whole is the place; ``written`` is false where
    the environment brings it in. ``text`` is what matched, ``secret`` the part that must not be shown.
    """

    pattern: Pattern
    start: int
    end: int
    whole: bool
    written: bool
    text: str
    secret: str


class PatternIndex:
    """Patterns by their keywords, so that most texts are done with a few searches for a word.

    ``words`` are those that are known to occur somewhere; the patterns of all others are left out.
    """

    def __init__(self, patterns: Sequence[Pattern], words: Iterable[str]) -> None:
        self._in_text: dict[str, list[int]] = {}
        self._in_keys: dict[str, list[int]] = {}
        self._patterns = patterns
        wanted = set(words)
        for number, pattern in enumerate(patterns):
            for word in pattern.keywords:
                if word in wanted:
                    self._in_text.setdefault(word, []).append(number)
                    if pattern.key is not None or pattern.under is not None:
                        self._in_keys.setdefault(word, []).append(number)
        self._near_keys: dict[tuple[str, ...], frozenset[int]] = {}

    def __bool__(self) -> bool:
        return bool(self._in_text)

    def near(self, low: str, keys: tuple[str, ...]) -> list[Pattern]:
        """Patterns one of whose keywords occurs in a text (in lower case) or, for some, in a key above it."""
        near = {number for word, numbers in self._in_text.items() if word in low for number in numbers}
        if self._in_keys and keys:
            known = self._near_keys.get(keys)
            if known is None:
                below = "\n".join(keys).lower()
                below += "\n" + "\n".join(normalised(key) for key in keys)
                known = frozenset(
                    number for word, numbers in self._in_keys.items() if word in below for number in numbers
                )
                self._near_keys[keys] = known
            near |= known
        return [self._patterns[number] for number in sorted(near)]


def match_text(
    text: str,
    context: str | None,
    keys: tuple[str, ...],
    patterns: PatternIndex,
    environment: Mapping[str, str],
) -> list[Match]:
    """Every match in a text that stands below ``keys`` (outermost first).

    What is written in the file comes first; only where it holds nothing, what it becomes with its defaults,
    and then with the environment's values.
    """
    found: list[Match] = []
    for form in written_forms(text):
        _in_form(form, text, keys, context, patterns, found)
    for forms in substituted_forms(text, environment) if not found else ():
        for form in forms:
            _in_form(form, text, keys, context, patterns, found)
        if found:
            break
    return found


def _in_form(
    form: Form,
    text: str,
    keys: tuple[str, ...],
    context: str | None,
    patterns: PatternIndex,
    found: list[Match],
) -> None:
    low = form.text.lower()
    candidates = patterns.near(low, keys)
    if not candidates:
        return
    names = [normalised(key) for key in keys]
    for pattern in candidates:
        if not pattern.applies(context) or not _stands_right(pattern, names):
            continue
        for start, end, secret in _search(pattern, form.text, low):
            first, last = (0, len(text)) if form.whole else form.place(start, end)
            found.append(
                Match(
                    pattern=pattern,
                    start=first,
                    end=last,
                    whole=form.whole,
                    written=form.written,
                    text=form.text[start:end],
                    secret=secret,
                )
            )


def _stands_right(pattern: Pattern, names: list[str]) -> bool:
    """Whether the keys above a value are as the pattern wants them."""
    own = names[-1] if names else ""
    above = names[:-1]
    return not (
        (pattern.key is not None and not compiled(pattern.key).fullmatch(own))
        or (pattern.unless_key is not None and compiled(pattern.unless_key).fullmatch(own))
        or (pattern.under is not None and not any(compiled(pattern.under).fullmatch(name) for name in above))
        or (pattern.unless_under is not None and any(compiled(pattern.unless_under).fullmatch(name) for name in above))
    )


def _search(pattern: Pattern, text: str, low: str) -> Iterator[tuple[int, int, str]]:
    """Half-open ranges of the matches that count, with what is secret in each."""
    regex = compiled(pattern.regex, pattern.exact_case)
    count = 0
    last = 0
    keyed = pattern.key is not None or pattern.under is not None
    for position in range(0, max(len(text), 1), _CHUNK):
        if (
            position
            and not keyed
            and not any(low.find(word, position, position + _CHUNK + _OVERLAP) >= 0 for word in pattern.keywords)
        ):
            continue
        for match in regex.finditer(text, max(position, last), position + _CHUNK + _OVERLAP):
            if match.start() >= position + _CHUNK or match.end() == match.start():
                continue
            last = match.end()
            secret = next((text for text in match.groupdict().values() if text is not None), match[0])
            if not _counts(pattern, secret):
                continue
            yield match.start(), match.end(), secret
            count += 1
            if count == _MOST:
                return


def _counts(pattern: Pattern, secret: str) -> bool:
    """Whether what matched is a literal rather than a placeholder, and unpredictable enough."""
    if pattern.entropy is not None and entropy(secret) < pattern.entropy:
        return False
    if not pattern.secret:
        return True
    if not secret or VARIABLE in secret:
        return False
    return pattern.unless is None or compiled(pattern.unless).fullmatch(secret) is None


def match_key(key: str, context: str | None, above: tuple[str, ...], patterns: PatternIndex) -> Pattern | None:
    """The pattern of the highest rank that forbids a key by its name."""
    best: Pattern | None = None
    name = normalised(key)
    for pattern in patterns.near(f"{key.lower()}\n{name}", ()):
        if not pattern.applies(context) or (best is not None and pattern.rank <= best.rank):
            continue
        if compiled(pattern.regex).fullmatch(name):
            names = [*(normalised(other) for other in above), name]
            if _stands_right(pattern, names):
                best = pattern
    return best


def most_specific(matches: Sequence[Match]) -> list[Match]:
    """One match for each run of overlapping ones: the one of the highest rank, then the longest, in order."""
    if len(matches) < 2:
        return list(matches)
    chosen: list[Match] = []
    run: list[Match] = []
    end = -1
    for match in sorted(matches, key=lambda match: (match.start, -match.end)):
        if run and match.start >= end:
            chosen.append(_best(run))
            run = []
        end = max(end, match.end) if run else match.end
        run.append(match)
    chosen.append(_best(run))
    return chosen


def _best(run: list[Match]) -> Match:
    return max(run, key=lambda match: (match.pattern.rank, match.end - match.start, -match.start))


def entropy(text: str) -> float:
    """Shannon's entropy of the characters, in bits a character; 0 for an empty text."""
    length = len(text)
    return -sum(count / length * log2(count / length) for count in Counter(text).values())
