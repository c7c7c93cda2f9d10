"""Putting a mapping of one file into another, with references in place of secrets."""

from __future__ import annotations

from floe_lint.edits.edit import Edit, edited
from floe_lint.edits.layout import column, entry_block, is_block, line_break, shifted
from floe_lint.edits.replacing import plain_or_quoted
from floe_lint.edits.setting import Content, set_value
from floe_lint.findings.problem import Transfer
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Mapping, Scalar


def transferred(source: Document, target: Document, change: Transfer) -> tuple[list[Edit], list[Edit]] | None:
    """The edits of the file that gives and of the one that takes; ``None`` where the text cannot be taken as it is."""
    entry, node = source.find(change.route)
    if entry is None or entry.alias is not None or not isinstance(node, Mapping) or node.merged:
        return None
    if any(mark in source.text[node.start : node.end] for mark in ("&", "*")):
        # An anchor or an alias means nothing in another file.
        return None
    block = entry_block(source, entry, comments=False)
    if block is None:
        return None
    references = _references(source, change)
    if references is None:
        return None
    leave = plain_or_quoted(change.leave)
    if is_block(source, node):
        first, last = source.position(entry.key.end)[0], block.last
        if source.text[entry.key.end : source.line_range(first)[1]].strip() != ":":
            return None
        start, end = source.line_range(first + 1)[0], source.line_range(last)[1]
        rows = shifted(_with(source, start, end, references), -column(source, node.start))
        if rows is None:
            return None
        content = Content("", tuple(row.rstrip("\r\n") for row in rows))
        given = Edit(entry.key.end + 1, end, f" {leave}{line_break(source)}")
    else:
        rows = _with(source, node.start, node.end, references)
        if len(rows) != 1:
            return None
        content = Content(rows[0])
        given = Edit(node.start, node.end, leave)
    taken = set_value(target, change.to, content)
    return None if taken is None else ([given], [taken])


def _references(source: Document, change: Transfer) -> list[Edit] | None:
    found = []
    for route, name in change.secrets:
        entry, node = source.find(route)
        if not isinstance(node, Scalar) or not name or (entry is not None and entry.alias is not None):
            return None
        found.append(Edit(node.start, node.end, f"{{secret_ref: {name}}}"))
    return found


def _with(source: Document, start: int, end: int, references: list[Edit]) -> list[str]:
    """The lines of a range, with references in place of secrets."""
    edits = [Edit(edit.start - start, edit.end - start, edit.text) for edit in references]
    return edited(source.text[start:end], edits).splitlines(keepends=True)
