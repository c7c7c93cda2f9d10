"""The result of a lint run: findings with positions, what was suppressed, and the rules that judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from floe_lint.kernel.positions import Place, Route, Span
from floe_lint.kernel.records import NamedTuple

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""From the gravest down."""


class RuleInfo(NamedTuple):
    """What every front end needs to know of a rule; the texts come from its ``rule.md``.

    ``summary`` is one plain sentence; ``markdown`` the whole page without front matter;
    ``security_severity`` is GitHub's 0.0 to 10.0 score (boundary rules only), ``help_uri`` the page on the web, empty
    where there is none;
    ``fix`` says whether some of what it reports can be fixed, and whether safely.
    """

    id: str
    severity: Severity
    since: str
    tags: tuple[str, ...]
    summary: str
    markdown: str
    help_uri: str
    ignorable: bool = True
    preview: bool = False
    security_severity: float | None = None
    fix: Literal["safe", "unsafe"] | None = None


class RelatedPlace(NamedTuple):
    """A further place that explains a finding."""

    place: Place
    message: str


class Suppression(NamedTuple):
    """Why a finding does not count. ``kind`` follows SARIF 2.1.0 §3.35.2."""

    kind: Literal["inSource", "external"]
    reason: str
    place: Place | None = None


class TextEdit(NamedTuple):
    """A range of a file's text and what belongs in its place. An empty range is an insertion.

    The path is written as ``Finding.path``; a file that does not exist yet is made of the text.
    """

    path: str
    span: Span
    text: str


class TextFix(NamedTuple):
    """Edits that together take a finding away, none overlapping another.

    ``title`` says what they do, in the imperative. A ``safe`` fix does what was certainly meant. ``secret`` says
    that the texts of the edits must never be printed. ``note`` is what the user has to do besides; ``reveals`` are
    routes whose contents nothing judged before.
    """

    title: str
    edits: tuple[TextEdit, ...]
    safe: bool
    secret: bool = False
    note: str | None = None
    reveals: tuple[Route, ...] = ()


class Finding(NamedTuple):
    """A problem with its position, severity and identity.

    ``path`` is POSIX, relative to the working directory where the file lies below it. ``fingerprint`` is built
    from rule, path, route and what is named, never from lines or messages. ``environment`` names the env file
    under which alone the finding arises (``None``: always). ``crash`` marks the report of a rule that crashed.
    """

    rule: str
    severity: Severity
    message: str
    path: str
    span: Span
    route: Route = ()
    help: str | None = None
    related: tuple[RelatedPlace, ...] = ()
    fingerprint: str = ""
    environment: str | None = None
    suppression: Suppression | None = None
    crash: bool = False
    fix: TextFix | None = None

    @property
    def place(self) -> Place:
        """The file and span together."""
        return Place(self.path, self.span)


class Unchecked(NamedTuple):
    """Something that a run did not check.

    ``project`` is the floe.yaml, shown as in ``Finding.path``. "``what``, because ``reason``; ``help``" is a sentence;
    ``help`` may be empty. ``place`` is where the cause stands.
    """

    project: str
    what: str
    reason: str
    help: str
    place: Place


class NotLinted(NamedTuple):
    """A project that could not be linted, since its settings cannot be followed; ``project`` is its floe.yaml."""

    project: str
    reason: str


class GrantedWaiver(NamedTuple):
    """A well-formed waiver of a run's waivers files, for audits.

    ``path`` and ``route`` are its globs, ``expires`` is its last day (ISO 8601). ``state`` says whether it took a
    finding out, could have but did not, names files that this run did not judge, or has expired.
    """

    rule: str
    path: str
    route: str
    owner: str
    reason: str
    ticket: str
    expires: str
    state: Literal["used", "unused", "not judged", "expired"]
    place: Place


class Report(NamedTuple):
    """Everything a lint run found.

    ``findings`` are those that count, sorted by path, position and rule; ``suppressed`` those that an ignore, a
    waiver or the baseline took out. ``projects`` are the floe.yaml files that were linted. ``rules`` holds every rule
    that was known. ``sources`` maps a finding's path to the file's text, secrets already masked (same length), for
    excerpts. ``variables`` are environment variables without a default, which a deployment must set. ``waivers`` are
    all of the waivers files that cover the projects, ``files`` every file that the verdict depends on. ``unchecked`` is
    what the rules that ran wanted to know and could not, ``failed`` the projects that are not among those linted.
    """

    findings: tuple[Finding, ...]
    suppressed: tuple[Finding, ...]
    projects: tuple[str, ...]
    rules: Mapping[str, RuleInfo]
    sources: Mapping[str, str]
    variables: tuple[str, ...] = ()
    waivers: tuple[GrantedWaiver, ...] = ()
    files: tuple[str, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    failed: tuple[NotLinted, ...] = ()

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def ok(self) -> bool:
        """Whether all were linted and there is no error, so that the projects may be loaded."""
        return not self.failed and not any(finding.severity == "error" for finding in self.findings)

    @property
    def crashed(self) -> bool:
        """Whether a rule crashed, so that the verdict is incomplete."""
        return any(finding.crash for finding in self.findings)
