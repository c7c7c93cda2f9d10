"""Quick fixes, and comments that ignore."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types

from tests.lsp.client import Editor, applied
from tests.lsp.conftest import FLOE, at

MISSPELT = FLOE.replace("job: vacuum", "job: vacum")


def _edited(there: Editor, path: Path, text: str, action: types.CodeAction) -> str:
    """The text of a file after an action."""
    assert action.edit is not None
    assert action.edit.document_changes is not None
    for change in action.edit.document_changes:
        if isinstance(change, types.TextDocumentEdit) and change.text_document.uri == there.uri(path):
            text = applied(text, [edit for edit in change.edits if isinstance(edit, types.TextEdit)])
    return text


def test_a_fix_and_an_ignore_are_offered(there: Editor, floe: Path) -> None:
    there.open(floe, MISSPELT)
    fix, ignore = there.actions(floe, *at(MISSPELT, "vacum"))
    assert (fix.title, fix.kind, fix.is_preferred) == ('Write "vacuum"', "quickfix", True)
    assert _edited(there, floe, MISSPELT, fix) == FLOE
    assert (ignore.title, ignore.kind) == ("Ignore job-not-found here, and write why", "quickfix")
    assert _edited(there, floe, MISSPELT, ignore) == MISSPELT.replace(
        "job: vacum\n", "job: vacum  # floe: ignore[job-not-found]\n"
    )
    assert fix.diagnostics is not None
    assert [one.code for one in fix.diagnostics] == ["job-not-found"]


def test_after_an_ignore_only_its_reason_is_asked_for(there: Editor, floe: Path) -> None:
    there.open(floe, MISSPELT)
    ignored = _edited(there, floe, MISSPELT, there.actions(floe, *at(MISSPELT, "vacum"))[1])
    assert [(one.severity, one.code) for one in there.change(floe, ignored)] == [("warning", "invalid-ignore")]
    assert there.change(floe, ignored.replace("found]\n", "found] made by another team\n")) == []


def test_there_is_nothing_where_nothing_is_found(there: Editor, floe: Path) -> None:
    there.open(floe, MISSPELT)
    assert there.actions(floe, 0, 0) == []


def test_columns_of_edits_are_utf_16(there: Editor, floe: Path) -> None:
    text = FLOE.replace(
        "    nightly:\n",
        '    daily: {description: "\U0001f600", job: vacum, cron_schedule: "0 1 * * *"}\n    nightly:\n',
    )
    there.open(floe, text)
    line, column = at(text, "vacum,")
    fix = there.actions(floe, line, column + 1)[0]
    assert _edited(there, floe, text, fix) == text.replace("vacum,", "vacuum,")


def test_a_rule_that_cannot_be_ignored_offers_no_comment(there: Editor, floe: Path) -> None:
    text = FLOE.replace("timezone:", "timezon:")
    there.open(floe, text)
    actions = there.actions(floe, *at(text, "timezon:"))
    assert [action.title for action in actions] == ['Write "timezone"']
    assert _edited(there, floe, text, actions[0]) == FLOE


def test_an_unsafe_fix_says_so_and_makes_the_file_that_it_needs(there: Editor, floe: Path) -> None:
    platform = floe.parent / "platform.yaml"
    platform.unlink()
    text = FLOE.replace("storage: default", "storage:\n  type: s3\n  bucket: lake")
    there.open(floe, text)
    title = "Describe the profile in platform.yaml as storage.default, and name it here (unsafe)"
    move = next(action for action in there.actions(floe, *at(text, "bucket")) if action.title == title)
    assert move.is_preferred is None
    assert move.edit is not None
    assert move.edit.document_changes is not None
    assert [change.uri for change in move.edit.document_changes if isinstance(change, types.CreateFile)] == [
        there.uri(platform)
    ]
    assert _edited(there, floe, text, move) == FLOE
    assert _edited(there, platform, "", move) == "storage:\n  default:\n    type: s3\n    bucket: lake\n"


@pytest.mark.parametrize("only", [[types.CodeActionKind.Refactor], [types.CodeActionKind.Source]])
def test_only_what_is_asked_for_is_offered(there: Editor, floe: Path, only: list[types.CodeActionKind]) -> None:
    there.open(floe, MISSPELT)
    assert there.actions(floe, *at(MISSPELT, "vacum"), only) == []
    assert len(there.actions(floe, *at(MISSPELT, "vacum"), [types.CodeActionKind.QuickFix])) == 2
