"""The patterns of boundary rules, as the ``forbid`` part of a ``rule.md`` gives them.

``forbid`` holds::

    rank: 70                    of matches that overlap, the one with the highest rank is reported
    in: floe                    the files: "floe", "platform" or both, separated by a space (default floe)
    exempt: name module         contexts in which the rule says nothing (see ``floe_lint.boundary.walk``)
    only: sensor-path           the only contexts in which it says something
    message: '"{text}" is …'    placeholders: text, key, where, name (the pattern's)
    help: …
    secret: true                what is matched must never be printed
    unless: …                   regex: a secret that it matches as a whole is none (a placeholder)
    from: hosts                 "hosts" or "secrets": the patterns are those that the configuration adds
    also: other-rule            rules whose patterns apply here too, separated by spaces
    patterns:                   matched against values and keys
      - name: AWS access key id
        keywords: akia asia     at least one occurs, in lower case, in whatever matches (in the text or its
                                key)
        regex: …                Python's syntax, ASCII, cases alike unless "case" is true; searched
                                a named group is what is masked; without any, everything matched
        key: …                  regex that the normalised name of the key must match as a whole
        under: …                regex that the name of some key above must match as a whole
        unless_key, unless_under  the opposite
        entropy: 3.2            least bits a character of what is masked
        comments: true          matched in comments too
        rank, exempt, only      instead of, in addition to, and instead of the rule's; "unless_under" too may
                                stand at the rule
        true: |                 one example a line; "⏎" stands for a line break, "{}" for nothing
        false: |                (so that scanners of others do not stumble over an example)
    keys:                       the same, the regex being matched against whole normalised key names

Examples of patterns with ``key`` or ``under`` are written ``key: value`` or ``outer.key: value``. A value in
which a variable stands shows it to patterns as private-use characters (``\\uE000``), which are neither
letters nor white space.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal

from floe_lint.kernel.records import NamedTuple

FILES = ("floe", "platform")
CONTEXTS = frozenset(
    [
        "name",
        "data",
        "tag",
        "module",
        "time",
        "prose",
        "reference",
        "path",
        "sensor-path",
        "sensor-args",
        "consumption",
    ]
)


class PatternError(Exception):
    """Patterns that cannot be used; the message names the file, where it is known, and the defect."""


class WrittenForbid(NamedTuple):
    """The ``forbid`` part of a rule as it is written; ``path`` is the file that holds it."""

    rule: str
    path: str
    forbid: Any


class Pattern(NamedTuple):
    """One thing to forbid. ``trues`` and ``falses`` are its examples as they are written, one a line; ``kind`` says
    what the regex is matched on."""

    rule: str
    kind: Literal["text", "key"]
    name: str
    rank: int
    keywords: tuple[str, ...]
    regex: str
    exact_case: bool
    key: str | None
    unless_key: str | None
    under: str | None
    unless_under: str | None
    entropy: float | None
    comments: bool
    exempt: frozenset[str]
    only: frozenset[str]
    secret: bool
    unless: str | None
    trues: str
    falses: str

    @property
    def true(self) -> tuple[str, ...]:
        """Texts that it forbids."""
        return _examples(self.trues)

    @property
    def false(self) -> tuple[str, ...]:
        """Texts that it lets pass."""
        return _examples(self.falses)

    def applies(self, context: str | None) -> bool:
        """Whether it says something about texts of this context."""
        if self.only:
            return context in self.only
        return context not in self.exempt


class Forbid(NamedTuple):
    """What one rule forbids, and what it says."""

    rule: str
    files: tuple[str, ...]
    message: str
    help: str | None
    secret: bool
    patterns: tuple[Pattern, ...]


@cache
def compiled(regex: str, exact_case: bool = False) -> re.Pattern[str]:
    """A compiled pattern. Patterns are compiled when they are first needed: most runs need none.

    Raises ``PatternError`` for what is no regular expression.
    """
    try:
        return re.compile(regex, re.ASCII if exact_case else re.ASCII | re.IGNORECASE)
    except re.error as error:
        raise PatternError(f"the pattern {regex!r} is no regular expression: {error}") from None


def read_forbids(written: Iterable[WrittenForbid]) -> tuple[Forbid, ...]:
    """What the rules forbid. Raises ``PatternError`` for a part that is not as described above."""
    own = {one.rule: (one, _read(one)) for one in written}
    return tuple(forbid._replace(patterns=(*forbid.patterns, *_borrowed(one, own))) for one, forbid in own.values())


def _borrowed(written: WrittenForbid, own: dict[str, tuple[WrittenForbid, Forbid]]) -> list[Pattern]:
    """Patterns of other rules that apply to this rule's files too."""
    found: list[Pattern] = []
    for name in _words(written, "also", written.forbid.get("also")):
        if name not in own:
            raise _error(written, f'"also" names "{name}", which is no rule with patterns')
        found.extend(pattern._replace(rule=written.rule) for pattern in own[name][1].patterns)
    return found


_RULE_KEYS = frozenset(
    [
        "rank",
        "in",
        "exempt",
        "only",
        "message",
        "help",
        "secret",
        "unless",
        "unless_under",
        "also",
        "from",
        "patterns",
        "keys",
    ]
)
_PATTERN_KEYS = frozenset(
    [
        "name",
        "keywords",
        "regex",
        "case",
        "key",
        "unless_key",
        "under",
        "unless_under",
        "entropy",
        "comments",
        "rank",
        "exempt",
        "only",
        "true",
        "false",
    ]
)


def _error(written: WrittenForbid, message: str) -> PatternError:
    return PatternError(f"{written.path}: {message}")


def _read(written: WrittenForbid) -> Forbid:
    forbid = written.forbid
    if not isinstance(forbid, dict):
        raise _error(written, '"forbid" must be a mapping')
    _no_others(written, '"forbid"', forbid, _RULE_KEYS)
    files = _words(written, "in", forbid.get("in", "floe"))
    if not files or not set(files) <= set(FILES):
        raise _error(written, '"in" takes "floe", "platform" or both')
    rank = forbid.get("rank")
    if type(rank) is not int:
        raise _error(written, '"rank" of "forbid" must be a whole number')
    message = forbid.get("message")
    if not isinstance(message, str):
        raise _error(written, '"message" of "forbid" must be text')
    if not _fills_in(message) or not _fills_in(forbid.get("help") or ""):
        raise _error(written, 'the placeholders of "message" and "help" are {text}, {key}, {where} and {name}')
    shared = _Shared(rank, _contexts(written, "exempt", forbid), _contexts(written, "only", forbid))
    patterns = [_pattern(written, item, "text", shared) for item in _items(written, "patterns", forbid)]
    patterns += [_pattern(written, item, "key", shared) for item in _items(written, "keys", forbid)]
    if forbid.get("from") not in (None, "hosts", "secrets"):
        raise _error(written, '"from" takes "hosts" or "secrets"')
    if not patterns and not forbid.get("also") and not forbid.get("from"):
        raise _error(written, '"forbid" has neither "patterns" nor "keys" nor "also"')
    return Forbid(
        rule=written.rule,
        files=files,
        message=message,
        help=forbid.get("help"),
        secret=bool(forbid.get("secret")),
        patterns=tuple(patterns),
    )


def _fills_in(template: Any) -> bool:
    try:
        template.format(text="", key="", where="", name="")
    except (LookupError, ValueError, AttributeError):
        return False
    return True


class _Shared(NamedTuple):
    """What the patterns of a rule have unless they say otherwise, as it is read."""

    rank: int
    exempt: frozenset[str]
    only: frozenset[str]


def _pattern(written: WrittenForbid, item: Any, kind: Literal["text", "key"], shared: _Shared) -> Pattern:
    if not isinstance(item, dict) or not isinstance(item.get("name"), str):
        raise _error(written, f'every item of "{"keys" if kind == "key" else "patterns"}" needs a "name"')
    what = f'pattern "{item["name"]}"'
    _no_others(written, what, item, _PATTERN_KEYS)
    for field in ("regex", "keywords", "true", "false"):
        if not isinstance(item.get(field), str) or not item[field].strip():
            raise _error(written, f'{what} needs "{field}" as text')
    for field in ("key", "unless_key", "under", "unless_under"):
        if not isinstance(item.get(field), (str, type(None))):
            raise _error(written, f'"{field}" of {what} must be text')
    least = item.get("entropy")
    if least is not None and type(least) not in (int, float):
        raise _error(written, f'"entropy" of {what} must be a number of bits')
    own_rank = item.get("rank", shared.rank)
    if type(own_rank) is not int:
        raise _error(written, f'"rank" of {what} must be a whole number')
    return Pattern(
        rule=written.rule,
        kind=kind,
        name=item["name"],
        rank=own_rank,
        keywords=tuple(item["keywords"].lower().split()),
        regex=item["regex"],
        exact_case=bool(item.get("case")),
        key=item.get("key"),
        unless_key=item.get("unless_key"),
        under=item.get("under"),
        unless_under=item.get("unless_under", written.forbid.get("unless_under")),
        entropy=None if least is None else float(least),
        comments=bool(item.get("comments")),
        exempt=shared.exempt | _contexts(written, "exempt", item) if "exempt" in item else shared.exempt,
        only=_contexts(written, "only", item) if item.get("only") else shared.only,
        secret=bool(written.forbid.get("secret")),
        unless=written.forbid.get("unless"),
        trues=item["true"],
        falses=item["false"],
    )


def _items(written: WrittenForbid, field: str, forbid: dict[str, Any]) -> list[Any]:
    items = forbid.get(field) or []
    if not isinstance(items, list):
        raise _error(written, f'"{field}" of "forbid" must be a list')
    return items


def _words(written: WrittenForbid, field: str, value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, str):
        raise _error(written, f'"{field}" of "forbid" must be words separated by spaces')
    return tuple(value.split())


def _contexts(written: WrittenForbid, field: str, holder: dict[str, Any]) -> frozenset[str]:
    words = frozenset(_words(written, field, holder.get(field)))
    if not words <= CONTEXTS:
        raise _error(
            written,
            f'"{min(words - CONTEXTS)}" in "{field}" is no context; they are {", ".join(sorted(CONTEXTS))}',
        )
    return words


def _no_others(written: WrittenForbid, what: str, holder: dict[str, Any], known: frozenset[str]) -> None:
    unknown = set(holder) - known
    if unknown:
        raise _error(written, f'"{min(unknown)}" is not a key of {what}')


def _examples(text: str) -> tuple[str, ...]:
    return tuple(line.replace("{}", "").replace("⏎", "\n") for line in text.splitlines() if line.strip())
