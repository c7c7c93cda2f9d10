"""Making fixes round by round, each judged by linting its result before anything is written."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from floe_lint.findings.finding import Finding, Report, TextFix
from floe_lint.fixes.choose import Batch, choose
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.source import Defect, read_text

Lint = Callable[[Mapping[str, str]], Report]
"""Lints the projects with texts in place of files."""

MOST_LINTS = 100
"""How often the projects are linted at most: enough for chains of fixes, and an end for what never settles."""


class RefusedFix(NamedTuple):
    """A fix that was not made, since its result would have findings that were not there before."""

    finding: Finding
    brings: tuple[Finding, ...]


class Fixed(NamedTuple):
    """What fixing came to: nothing is written yet.

    ``texts`` are the files as they should become, by absolute path, ``before`` as they are (``None`` for a new file).
    ``report`` is that of the result.
    """

    before: Mapping[str, str | None]
    texts: Mapping[str, str]
    fixed: tuple[Finding, ...]
    refused: tuple[RefusedFix, ...]
    report: Report


def fix(lint: Lint, *, unsafe: bool) -> Fixed:
    """Make every fix, the unsafe ones only where they are asked for, until nothing is left to be made.

    Of fixes that change the same text one is made in a round. A round that makes things worse is tried again with
    half of its fixes, and a fix that does so alone is refused.
    """
    before: dict[str, str | None] = {}
    texts: dict[str, str] = {}

    def read(path: str) -> str:
        if path in texts:
            return texts[path]
        if path not in before:
            before[path] = _text(path)
        return before[path] or ""

    report = lint(texts)
    fixed: list[Finding] = []
    refused: dict[tuple[str, str], RefusedFix] = {}
    useless: set[TextFix | None] = set()
    most: int | None = None
    for _ in range(MOST_LINTS):
        wanted = [
            finding
            for finding in report.findings
            if _is_wanted(finding, unsafe) and _key(finding) not in refused and finding.fix not in useless
        ]
        batch = choose(wanted, read, most)
        if not batch.findings:
            break
        result = {**texts, **batch.texts()}
        after = lint(result)
        brings = worse(report, after, batch)
        if not brings:
            gone = identities(report.findings) - identities(after.findings)
            fixed += [finding for finding in wanted if take(gone, identity(finding))]
            texts, report, most = result, after, None
        elif len(batch.findings) == 1:
            refused[_key(batch.findings[0])] = RefusedFix(batch.findings[0], brings)
            # Several findings may share a fix.
            useless.add(batch.findings[0].fix)
            most = None
        else:
            most = len(batch.findings) // 2
    changed = {path: text for path, text in texts.items() if before[path] != text}
    return Fixed(
        before={path: before[path] for path in changed},
        texts=changed,
        fixed=tuple(fixed),
        refused=tuple(refused.values()),
        report=report,
    )


def worse(before: Report, after: Report, batch: Batch) -> tuple[Finding, ...]:
    """The findings that fixes bring: such as were not there before, and such as they should have taken away.

    What stands where nothing was judged before (in a section that was moved, under a key that was misspelt) is not
    brought by the fix, and findings of severity info are no harm.
    """
    known = identities(before.findings) - identities(batch.findings)
    revealed = {route for finding in batch.findings if finding.fix for route in finding.fix.reveals}
    brings = []
    for finding in after.findings:
        if take(known, identity(finding)):
            continue
        hidden = any(finding.route[:length] in revealed for length in range(1, len(finding.route) + 1))
        if finding.crash or (finding.severity != "info" and not hidden):
            brings.append(finding)
    return tuple(brings)


def identity(finding: Finding) -> tuple[str, str, str]:
    """What makes a finding the same after edits elsewhere; equal ones are counted, not numbered."""
    return finding.rule, finding.path, finding.fingerprint.split("-")[0] if not finding.crash else finding.fingerprint


def identities(findings: Iterable[Finding]) -> Counter[tuple[str, str, str]]:
    """How often each is there."""
    return Counter(identity(finding) for finding in findings)


def take(counter: Counter[tuple[str, str, str]], key: tuple[str, str, str]) -> bool:
    """Whether one was left to take away."""
    if counter[key] <= 0:
        return False
    counter[key] -= 1
    return True


def _is_wanted(finding: Finding, unsafe: bool) -> bool:
    return finding.fix is not None and (finding.fix.safe or unsafe)


def _key(finding: Finding) -> tuple[str, str]:
    return finding.rule, finding.fingerprint


def _text(path: str) -> str | None:
    if not os.path.exists(path):
        return None
    text = read_text(path)
    if isinstance(text, Defect):
        raise OSError(None, text.message, path)
    return text
