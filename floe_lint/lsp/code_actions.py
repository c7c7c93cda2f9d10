"""Quick fixes, and comments that ignore a finding."""

from __future__ import annotations

import os

from lsprotocol import types

from floe_lint.findings.finding import Finding, TextFix
from floe_lint.fixes.add_ignores import comment_edits
from floe_lint.lsp.diagnostics import PositionsOf, diagnostic_of, uri_of
from floe_lint.lsp.projects import Linted
from floe_lint.yaml.document import Document

KINDS = [types.CodeActionKind.QuickFix]


def code_actions(
    linted: Linted, path: str, document: Document | None, wanted: types.Range, positions_of: PositionsOf
) -> list[types.CodeAction]:
    """The actions for the findings of a file that touch a range; ``document`` is there for YAML files."""
    if linted.report is None:
        return []
    actions: list[types.CodeAction] = []
    for finding in linted.report.findings:
        if os.path.abspath(finding.path) != path:
            continue
        diagnostic = diagnostic_of(finding, linted, positions_of)
        if not _touch(diagnostic.range, wanted):
            continue
        if finding.fix is not None:
            actions.append(_fix(finding.fix, diagnostic, positions_of))
        info = linted.report.rules.get(finding.rule)
        if document is not None and not finding.crash and info is not None and info.ignorable:
            actions += _ignore(finding, document, path, diagnostic, positions_of)
    return actions


def _touch(one: types.Range, other: types.Range) -> bool:
    def point(at: types.Position) -> tuple[int, int]:
        return at.line, at.character

    return point(one.start) <= point(other.end) and point(other.start) <= point(one.end)


def _fix(fix: TextFix, diagnostic: types.Diagnostic, positions_of: PositionsOf) -> types.CodeAction:
    changes: list[types.TextDocumentEdit | types.CreateFile] = []
    by_path: dict[str, list[types.TextEdit]] = {}
    for edit in fix.edits:
        path = os.path.abspath(edit.path)
        by_path.setdefault(path, []).append(types.TextEdit(positions_of(path).range(edit.span), edit.text))
    for path, edits in by_path.items():
        if not os.path.lexists(path):
            changes.append(types.CreateFile(uri_of(path), options=types.CreateFileOptions(ignore_if_exists=True)))
        changes.append(_edits_of(path, edits))
    note = f" ({fix.note})" if fix.note else ""
    return types.CodeAction(
        title=f"{fix.title[:1].upper()}{fix.title[1:]}{note}{'' if fix.safe else ' (unsafe)'}",
        kind=types.CodeActionKind.QuickFix,
        diagnostics=[diagnostic],
        is_preferred=True if fix.safe else None,
        edit=types.WorkspaceEdit(document_changes=changes),
    )


def _ignore(
    finding: Finding, document: Document, path: str, diagnostic: types.Diagnostic, positions_of: PositionsOf
) -> list[types.CodeAction]:
    """A comment without a reason, which only the user knows: the linter asks for it."""
    edits = comment_edits(document, [finding], "")
    if not edits:
        return []
    positions = positions_of(path)
    return [
        types.CodeAction(
            title=f"Ignore {finding.rule} here, and write why",
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[diagnostic],
            edit=types.WorkspaceEdit(
                document_changes=[
                    _edits_of(
                        path,
                        [types.TextEdit(positions.range_of(edit.start, edit.end), edit.text) for edit in edits],
                    )
                ]
            ),
        )
    ]


def _edits_of(path: str, edits: list[types.TextEdit]) -> types.TextDocumentEdit:
    document = types.OptionalVersionedTextDocumentIdentifier(uri_of(path), None)
    return types.TextDocumentEdit(document, list(edits))
