"""Adding ignore comments for what is found."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence

from floe_lint.edits.edit import Edit, edited
from floe_lint.edits.layout import line_break
from floe_lint.findings.finding import Finding, Report
from floe_lint.fixes.rounds import identities, identity, take
from floe_lint.judging.ignores import Ignore, read_ignores
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.data import to_data
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Scalar
from floe_lint.yaml.parse import parse_document
from floe_lint.yaml.source import Defect, read_text

Lint = Callable[[Mapping[str, str]], Report]


class Ignored(NamedTuple):
    """The files with comments added, by absolute path, and as they are now; nothing is written yet.

    ``left`` are findings that no comment can take out: their rule does not allow it, or they stand where no comment
    can. ``report`` is that of the result.
    """

    before: Mapping[str, str]
    texts: Mapping[str, str]
    ignored: tuple[Finding, ...]
    left: tuple[Finding, ...]
    report: Report


def add_ignores(lint: Lint, reason: str, *, info: bool) -> Ignored:
    """Ignore every finding for this reason, those of severity info only with ``info``."""
    report = lint({})
    present = [finding for finding in report.findings if not finding.crash and (info or finding.severity != "info")]
    allowed = [finding for finding in present if report.rules[finding.rule].ignorable and _is_yaml(finding.path)]
    before: dict[str, str] = {}
    texts: dict[str, str] = {}
    for path in dict.fromkeys(os.path.abspath(finding.path) for finding in allowed):
        text = read_text(path)
        if not isinstance(text, Defect):
            before[path] = text
    after = report
    while True:
        texts = {}
        for path, text in before.items():
            wanted = [finding for finding in allowed if os.path.abspath(finding.path) == path]
            result = _with_comments(parse_document(path, text), wanted, reason)
            if result != text:
                texts[path] = result
        after = lint(texts)
        remaining = identities(after.findings)
        stubborn = [finding for finding in allowed if take(remaining, identity(finding))]
        if not stubborn:
            break
        allowed = [finding for finding in allowed if finding not in stubborn]
    ignored = set(allowed)
    return Ignored(
        before={path: before[path] for path in texts},
        texts=texts,
        ignored=tuple(allowed),
        left=tuple(finding for finding in present if finding not in ignored),
        report=after,
    )


def _is_yaml(path: str) -> bool:
    return path.endswith((".yaml", ".yml"))


def _with_comments(document: Document, findings: Sequence[Finding], reason: str) -> str:
    return edited(document.text, comment_edits(document, findings, reason))


def comment_edits(document: Document, findings: Sequence[Finding], reason: str) -> list[Edit]:
    """A comment for each line that has findings; without those that would change what the file says."""
    by_line: dict[int, dict[str, None]] = {}
    starts = _starts_of_scalars(document)
    for finding in findings:
        line = finding.span.line
        by_line.setdefault(starts.get(line, line), {})[finding.rule] = None
    ignores: dict[int, Ignore] = {}
    for ignore in read_ignores(document):
        if ignore.rules:
            ignores.setdefault(ignore.line, ignore)
    inner = {line - 1 for line in starts} | set(starts)
    edits = [
        edit
        for line, rules in by_line.items()
        for edit in _edits(document, line, list(rules), reason, ignores.get(line), own_line=line in inner)
    ]
    data = to_data(document, None)
    if _says(document, edits, data):
        return edits
    return [edit for edit in edits if _says(document, [edit], data)]


def _says(document: Document, edits: list[Edit], data: object) -> bool:
    after = parse_document(document.path, edited(document.text, edits))
    return len(after.defects) == len(document.defects) and to_data(after, None) == data


def _starts_of_scalars(document: Document) -> dict[int, int]:
    """For every line that lies within a scalar, the first one of the scalar."""
    result: dict[int, int] = {}
    for _, entry, node in document.walk():
        for scalar in (None if entry is None else entry.key, node):
            if isinstance(scalar, Scalar):
                first, last = document.position(scalar.start)[0], document.position(scalar.end)[0]
                result.update(dict.fromkeys(range(first + 1, last + 1), first))
    return result


def _edits(
    document: Document, line: int, rules: list[str], reason: str, existing: Ignore | None, *, own_line: bool
) -> list[Edit]:
    if existing is not None:
        present = {rule for rule, _ in existing.rules}
        added = "".join(f", {rule}" for rule in rules if rule not in present)
        at = document.range_of(existing.rules[-1][1])[1]
        end = document.range_of(existing.span)[1]
        if not added:
            return []
        if reason in existing.reason:
            return [Edit(at, at, added)]
        return [Edit(at, at, added), Edit(end, end, f"; {reason}" if existing.reason else f" {reason}")]
    comment = f"# floe: ignore[{', '.join(rules)}] {reason}".rstrip()
    start, stop = document.line_range(line)
    row = document.text[start:stop].rstrip("\r\n")
    if own_line:
        indent = row[: len(row) - len(row.lstrip(" "))]
        return [Edit(start, start, f"{indent}{comment}{line_break(document)}")]
    blanks = len(row) - len(row.rstrip(" \t"))
    at = start + len(row)
    return [Edit(at, at, " " * max(0, 2 - blanks) + comment)]
