"""What breaches the boundary in a project's files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from floe_lint.boundary.forms import words_within
from floe_lint.boundary.matching import Match, PatternIndex, match_key, match_text, most_specific
from floe_lint.boundary.pattern_syntax import Forbid, Pattern
from floe_lint.boundary.walk import Occurrence, hits_of_anchors, occurrences
from floe_lint.findings.problem import At, Fix, Problem
from floe_lint.format.floe_yaml import FloeFile
from floe_lint.format.owners import owner
from floe_lint.kernel.positions import Place, Route, Span
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.project import Project
from floe_lint.variables.interpolation import substitute
from floe_lint.yaml import nodes
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Node, Scalar
from floe_lint.yaml.scalars import resolve_plain

_SPECIAL = re.compile(r"\$\{|%[0-9a-fA-F]{2}|\\")
_LONGEST_SHOWN = 80


class Breaches:
    """The problems of every boundary rule, and what no output may show.

    ``secrets`` holds every literal secret of floe.yaml and platform.yaml, as it is written and as it is
    decoded, whether or not the rule that found it is active.
    """

    def __init__(self, problems: Mapping[str, Sequence[Problem]], secrets: frozenset[str]) -> None:
        self._problems = problems
        self.secrets = secrets
        self._exact = {
            problem.at.route
            for found in problems.values()
            for problem in found
            if isinstance(problem.at, At) and problem.at.document == "floe"
        }
        self._above = {route[:length] for route in self._exact for length in range(len(route) + 1)}

    def of(self, rule_id: str) -> Sequence[Problem]:
        """The problems of one rule, in the order of the file."""
        return self._problems.get(rule_id, ())

    def at(self, route: Route) -> bool:
        """Whether there is a breach on this entry of floe.yaml, its key or its value, or below it."""
        return route in self._above

    def exactly_at(self, route: Route) -> bool:
        """Whether there is a breach on this very entry of floe.yaml, its key or its own value."""
        return route in self._exact


def find_breaches(project: Project, forbids: Sequence[Forbid]) -> Breaches:
    """Match what is forbidden over floe.yaml and platform.yaml, all patterns in one walk.

    Raises ``PatternError`` for a pattern that is no regular expression.
    """
    problems: dict[str, list[Problem]] = {}
    secrets: set[str] = set()
    environment = project.environment.variables
    for name in ("floe", "platform"):
        active = [forbid for forbid in forbids if name in forbid.files]
        document = (project.floe if name == "floe" else project.platform) if active else None
        if document is None or not document.text:
            continue
        role: Literal["floe", "platform"] = "floe" if name == "floe" else "platform"
        scan = _Scan(document, role, active, environment, project.platform)
        for rule, problem in scan.problems():
            problems.setdefault(rule, []).append(problem)
        secrets |= scan.secrets
    return Breaches(problems, frozenset(secrets))


class _Found(NamedTuple):
    """A match at its place in the file; ``match`` is ``None`` for a key forbidden by its name."""

    position: int
    occurrence: Occurrence
    pattern: Pattern
    match: Match | None


class _Scan:
    """One document against all patterns that apply to it."""

    def __init__(
        self,
        document: Document,
        role: Literal["floe", "platform"],
        forbids: Sequence[Forbid],
        environment: Mapping[str, str],
        platform: Document | None,
    ) -> None:
        self.document = document
        self.platform = platform
        self.role: Literal["floe", "platform"] = role
        self.forbids = {forbid.rule: forbid for forbid in forbids}
        self.environment = environment
        self.secrets: set[str] = set()
        self.moves: dict[Route, Fix | None] = {}
        patterns = [pattern for forbid in forbids for pattern in forbid.patterns]
        low = _lower(document.text)
        special = [match.start() for match in _SPECIAL.finditer(document.text)]
        words = {word for pattern in patterns for word in pattern.keywords}
        present = words_within(words, document.text, environment)
        self.patterns = patterns
        self.texts = PatternIndex([pattern for pattern in patterns if pattern.kind == "text"], present)
        self.keys = PatternIndex([pattern for pattern in patterns if pattern.kind == "key"], present)
        hits = special
        if present:
            hits += hits_of_anchors(document.text)
            for word in present:
                hits += _all(low, word)
            hits.sort()
        self.hits = hits

    def problems(self) -> Iterable[tuple[str, Problem]]:
        """Rule ids with their problems, in the order of the file."""
        if not self.texts and not self.keys:
            return
        found, keys = self._collect()
        found.extend(self._forbidden_keys(keys, found))
        placed = [(self.document.position(item.position), item.pattern.rule, self._problem(item)) for item in found]
        placed.extend(self._comments())
        if self.document.defects:
            self._secrets_of_broken_text()
        placed.sort(key=lambda item: item[0])
        for _, rule, problem in placed:
            yield rule, problem

    def _collect(self) -> tuple[list[_Found], list[_Found]]:
        """What stands in texts, and the keys whose names are forbidden, last one first."""
        schema = FloeFile if self.role == "floe" else None
        by_scalar: dict[int, tuple[Occurrence, list[Match]]] = {}
        keys: list[_Found] = []
        for occurrence in occurrences(self.document, schema, self.hits):
            scalar = occurrence.scalar
            if occurrence.is_key:
                if occurrence.free and self.keys:
                    pattern = match_key(scalar.text, occurrence.context, occurrence.keys[:-1], self.keys)
                    if pattern is not None:
                        keys.append(_Found(position=scalar.start, occurrence=occurrence, pattern=pattern, match=None))
            elif scalar.value is None or isinstance(scalar.value, bool):
                continue
            above = () if occurrence.is_key else occurrence.keys
            matches = match_text(scalar.text, occurrence.context, above, self.texts, self.environment)
            if matches:
                self._keep_secrets(scalar, matches)
                by_scalar.setdefault(id(scalar), (occurrence, []))[1].extend(matches)
        found = [
            _Found(
                position=occurrence.scalar.start + match.start,
                occurrence=occurrence,
                pattern=match.pattern,
                match=match,
            )
            for occurrence, matches in by_scalar.values()
            for match in most_specific([match for match in matches if match.written or not match.pattern.secret])
        ]
        return found, keys

    def _keep_secrets(self, scalar: Scalar, matches: list[Match]) -> None:
        source = ""
        for match in matches:
            if not match.pattern.secret:
                continue
            self._keep(match.secret)
            written = scalar.text[match.start : match.end]
            if not match.whole and written != match.text:
                # Percent-encoded: what stands in the file reads differently.
                self._keep(written)
            source = source or self.document.text[scalar.start : scalar.end]
            if match.secret not in source and not match.whole:
                if scalar.style in ("'", '"'):
                    self._keep(source[1:-1])
                for line in source.splitlines():
                    self._keep(line)

    def _keep(self, secret: str) -> None:
        self.secrets.add(secret)
        lines = secret.splitlines()
        if len(lines) > 1:
            self.secrets.update(line.strip() for line in lines if len(line.strip()) >= 16)

    def _forbidden_keys(self, keys: list[_Found], found: list[_Found]) -> list[_Found]:
        """Keys forbidden by their names, unless something in the key itself or below it is reported
        already."""
        taken = sorted(item.position for item in found)
        kept: list[_Found] = []
        reported = {id(item.occurrence.scalar) for item in found}
        for item in keys:
            entry = item.occurrence.entry
            assert entry is not None
            if id(entry.key) in reported or _is_count(entry.value):
                continue
            value = entry.value
            below = [*taken, *(other.position for other in kept)]
            if any(value.start <= position < max(value.end, value.start + 1) for position in below):
                continue
            reported.add(id(entry.key))
            kept.append(item)
        return kept

    def _problem(self, item: _Found) -> Problem:
        occurrence, match = item.occurrence, item.match
        forbid = self.forbids[item.pattern.rule]
        key = occurrence.keys[-1] if occurrence.keys else ""
        part = None
        text = key
        if match is not None:
            if not match.whole:
                part = (match.start, match.end)
                text = occurrence.scalar.text[match.start : match.end]
            else:
                text = match.text
        where = owner(occurrence.route[:-1] if occurrence.is_key else occurrence.route)
        values = {"text": _short(text), "key": _short(key), "where": where, "name": item.pattern.name}
        return Problem(
            At(route=occurrence.route, key=occurrence.is_key, part=part, document=self.role),
            forbid.message.format_map(values),
            forbid.help.format_map(values) if forbid.help else None,
            secret=forbid.secret,
            fix=self._fix(item),
        )

    def _fix(self, item: _Found) -> Fix | None:
        """What takes the breach out of floe.yaml, or a literal secret out of either file."""
        occurrence, match = item.occurrence, item.match
        from floe_lint.boundary.moving import PROFILES, into_environment, into_platform

        if self.role == "floe":
            # A profile moves as a whole, however many breaches it has.
            part = occurrence.route[:1] if occurrence.route[:1] in PROFILES else occurrence.route
            if part not in self.moves:
                self.moves[part] = into_platform(self.document, self.platform, occurrence.route, self.secrets)
            fix = self.moves[part]
            if fix is not None:
                return fix
        is_secret = match is not None and match.pattern.secret and match.secret == occurrence.scalar.text
        at = At(occurrence.route, occurrence.is_key, document=self.role)
        return into_environment(at, occurrence.scalar, self.document.text) if is_secret else None

    def _comments(self) -> list[tuple[tuple[int, int], str, Problem]]:
        """What patterns that read comments find there: line and column, rule id and problem."""
        patterns = PatternIndex([pattern for pattern in self.patterns if pattern.comments], self._words_of_comments())
        if not patterns:
            return []
        found = []
        for comment in self.document.comments:
            matches = match_text(comment.text, "prose", (), patterns, {})
            line, column = comment.span.line, comment.span.column
            for match in most_specific(matches):
                forbid = self.forbids[match.pattern.rule]
                self._keep(match.secret)
                if match.pattern.secret:
                    self._keep(comment.text[match.start : match.end])
                span = Span(line, column + match.start, line, column + match.end)
                values = {
                    "text": _short(match.text),
                    "key": "",
                    "where": "a comment",
                    "name": match.pattern.name,
                }
                problem = Problem(
                    Place(self.document.path, span),
                    forbid.message.format_map(values),
                    forbid.help.format_map(values) if forbid.help else None,
                    secret=forbid.secret,
                )
                found.append(((span.line, span.column), match.pattern.rule, problem))
        return found

    def _words_of_comments(self) -> set[str]:
        """Keywords that occur in the comments, read from the text before anything is taken apart."""
        text = self.document.text
        if "#" not in text:
            return set()
        comments = "\n".join(line[line.index("#") :] for line in text.splitlines() if "#" in line).lower()
        return {word for pattern in self.patterns for word in pattern.keywords if word in comments}

    def _secrets_of_broken_text(self) -> None:
        """Secrets in what the parser could not use, for the excerpts that show why."""
        secret = [pattern for pattern in self.patterns if pattern.secret and pattern.kind == "text"]
        patterns = PatternIndex(secret, {word for pattern in secret for word in pattern.keywords})
        for line in self.document.text.splitlines():
            key, _, value = line.strip(" \t-{").partition(":")
            for text, keys in ((value.strip().strip("\"'"), (key.strip("\"' "),)), (line, ())):
                for match in match_text(text, None, keys, patterns, {}):
                    self._keep(match.secret)


def _lower(text: str) -> str:
    """Lower case that keeps the length: some letters outside ASCII have none of one character."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(character.lower() if character.isascii() else character for character in text)


def _all(text: str, word: str) -> list[int]:
    found = []
    index = text.find(word)
    while index >= 0:
        found.append(index)
        index = text.find(word, index + len(word))
    return found


def _is_count(node: Node) -> bool:
    """Whether a value is a number or a boolean, or a list of these: "buckets: 16" names no bucket."""
    if isinstance(node, nodes.Sequence):
        return bool(node.items) and all(map(_is_count, node.items))
    if not isinstance(node, Scalar):
        return False
    value = node.value
    if isinstance(value, str) and "${" in value:
        value = resolve_plain(substitute(value, {}))
    return isinstance(value, (bool, int, float))


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"
