"""Which fixes can be made in one go."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping

from floe_lint.edits.edit import Edit, edited, overlap
from floe_lint.findings.finding import Finding, TextFix
from floe_lint.yaml.document import Document

ReadText = Callable[[str], str]
"""The text of a file by its absolute path; empty where there is none yet."""


class Batch:
    """Fixes that do not get into each other's way, as edits by absolute path."""

    def __init__(self, read: ReadText) -> None:
        self._read = read
        self._documents: dict[str, Document] = {}
        self._edits: dict[str, list[Edit]] = {}
        self.findings: list[Finding] = []

    def add(self, finding: Finding, fix: TextFix) -> None:
        """Take a fix in, unless one that is in already changes the same text."""
        wanted: dict[str, list[Edit]] = {}
        for edit in fix.edits:
            path = os.path.abspath(edit.path)
            if path not in self._documents:
                self._documents[path] = Document(path, self._read(path), None, ())
            wanted.setdefault(path, []).append(Edit(*self._documents[path].range_of(edit.span), edit.text))
        for path, edits in wanted.items():
            if any(overlap(edit, other) for edit in edits for other in self._edits.get(path, ())):
                return
        for path, edits in wanted.items():
            self._edits.setdefault(path, []).extend(edits)
        self.findings.append(finding)

    def texts(self) -> Mapping[str, str]:
        """The files as the fixes leave them."""
        return {path: edited(self._documents[path].text, edits) for path, edits in self._edits.items()}


def choose(findings: Iterable[Finding], read: ReadText, most: int | None) -> Batch:
    """As many fixes as go together, the first ones first and at most ``most``."""
    batch = Batch(read)
    for finding in findings:
        if most is not None and len(batch.findings) >= most:
            break
        if finding.fix is not None:
            batch.add(finding, finding.fix)
    return batch
