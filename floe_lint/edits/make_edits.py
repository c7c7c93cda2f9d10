"""What a fix changes, as edits of the files' texts."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Literal

from floe_lint.edits.edit import Edit, edited, overlap
from floe_lint.edits.relocation import moved
from floe_lint.edits.removal import cut, removed
from floe_lint.edits.replacing import plain_or_quoted, replaced
from floe_lint.edits.setting import Content, set_value
from floe_lint.edits.transfer import transferred
from floe_lint.findings.finding import TextEdit, TextFix
from floe_lint.findings.problem import Change, Cut, Fix, Move, Remove, Replace, Set, Splice, Transfer
from floe_lint.kernel.positions import Route
from floe_lint.yaml.document import Document
from floe_lint.yaml.parse import parse_document

Role = Literal["floe", "platform"]


def resolve(
    fix: Fix, documents: Mapping[Role, Document], show_path: Callable[[str], str], secrets: Collection[str]
) -> TextFix | None:
    """The edits of a fix, or ``None`` where the files are written in a way that it cannot change.

    ``documents`` holds a document without text for a file that is not there yet. Edits that move lines are made
    on a copy first, which has to be YAML without a new defect.
    """
    found: dict[Role, list[Edit]] = {}
    for change in fix.changes:
        if isinstance(change, Transfer):
            transfer = transferred(documents["floe"], documents["platform"], change)
            if transfer is None or any(known in edit.text for edit in transfer[1] for known in secrets):
                return None
            found.setdefault("floe", []).extend(transfer[0])
            found.setdefault("platform", []).extend(transfer[1])
    elsewhere, changes = _elsewhere(fix.changes, documents)
    for role, single in _joined(changes, documents):
        edits = _edits(documents[role], single)
        if edits is None:
            return None
        found.setdefault(role, []).extend(edits)
    for role, edits in found.items():
        document = documents[role]
        if any(overlap(one, other) for one, other in zip(sorted(edits), sorted(edits)[1:], strict=False)):
            return None
        if _needs_trial(fix) and not _stays_readable(document, edits):
            return None
    texts = [
        TextEdit(show_path(documents[role].path), documents[role].span_of(edit.start, edit.end), edit.text)
        for role, edits in found.items()
        for edit in sorted(edits)
    ]
    texts += [TextEdit(show_path(one.place.path), one.place.span, one.text) for one in elsewhere]
    secret = any(known in edit.text for known in secrets for edit in texts)
    return TextFix(
        title=fix.title, edits=tuple(texts), safe=fix.safe, secret=secret, note=fix.note, reveals=fix.reveals
    )


def _elsewhere(
    changes: tuple[Change, ...], documents: Mapping[Role, Document]
) -> tuple[list[Splice], tuple[Change, ...]]:
    """The changes in files that are no documents, such as modules, and the others."""
    paths = {document.path for document in documents.values()}
    elsewhere = [one for one in changes if isinstance(one, Splice) and one.place.path not in paths]
    return elsewhere, tuple(one for one in changes if one not in elsewhere)


Moves = tuple[Move, ...]
Single = Replace | Remove | Set | Cut | Splice


def _joined(changes: tuple[Change, ...], documents: Mapping[Role, Document]) -> list[tuple[Role, Single | Moves]]:
    """The changes with the file of each; moves to one place are one change."""
    result: list[tuple[Role, Single | Moves]] = []
    moves: dict[tuple[Role, Route, Route], list[Move]] = {}
    for change in changes:
        if isinstance(change, Move):
            moves.setdefault((change.document, change.route[:-1], change.under), []).append(change)
        elif isinstance(change, Replace):
            result.append((change.at.document, change))
        elif isinstance(change, (Cut, Splice)):
            platform = documents.get("platform")
            is_platform = platform is not None and platform.path == change.place.path
            result.append(("platform" if is_platform else "floe", change))
        elif not isinstance(change, Transfer):
            result.append((change.document, change))
    return [*result, *((key[0], tuple(group)) for key, group in moves.items())]


def _edits(document: Document, change: Single | Moves) -> list[Edit] | None:
    if isinstance(change, Replace):
        edit = replaced(document, change)
    elif isinstance(change, Remove):
        edit = removed(document, change.route)
    elif isinstance(change, Set):
        edit = set_value(document, change.route, Content(plain_or_quoted(change.value)))
    elif isinstance(change, Cut):
        edit = cut(document, change.place.span)
    elif isinstance(change, Splice):
        edit = Edit(*document.range_of(change.place.span), change.text)
    else:
        return moved(document, [move.route for move in change], change[0].under)
    return None if edit is None else [edit]


def _needs_trial(fix: Fix) -> bool:
    return any(isinstance(change, (Move, Set, Transfer)) for change in fix.changes)


def _stays_readable(document: Document, edits: list[Edit]) -> bool:
    after = parse_document(document.path, edited(document.text, edits))
    return len(after.defects) <= len(document.defects) and (after.root is not None or document.root is None)
