"""Taking out an entry, an item or a stretch of text, with the line where nothing else is on it."""

from __future__ import annotations

import re

from floe_lint.edits.edit import Edit
from floe_lint.edits.layout import Block, end_of, entry_block, item_block
from floe_lint.kernel.positions import Route, Span
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Mapping, Sequence

_LINE_BREAK = re.compile(r"[\r\n]")


def removed(document: Document, route: Route) -> Edit | None:
    """The edit that takes an entry or an item out, or ``None`` where its mapping or list would be empty."""
    parent = document.node(route[:-1])
    step = route[-1]
    if isinstance(parent, Mapping) and isinstance(step, str):
        entry = parent.entries.get(step)
        if entry is None or len(parent.entries) < 2:
            return None
        if document.text[parent.start] == "{":
            spots = [(other.key.start, end_of(other)) for other in parent.entries.values()]
            return _between_brackets(document, spots, list(parent.entries).index(step))
        return _lines(document, entry_block(document, entry, comments=False))
    if isinstance(parent, Sequence) and isinstance(step, int) and len(parent.items) > 1:
        if document.text[parent.start] == "[":
            first = max(0, step - 1)
            near = [(item.start, item.end) for item in parent.items[first : step + 2]]
            return _between_brackets(document, near, step - first)
        node = parent.items[step]
        return _lines(document, item_block(document, node)) if parent.start <= node.start < parent.end else None
    return None


def cut(document: Document, span: Span) -> Edit:
    """The edit that takes a stretch of one line out, as ``problem.Cut`` says."""
    start, end = document.range_of(span)
    line_start, line_end = document.line_range(span.line)
    if not document.text[line_start:start].strip() and not document.text[end:line_end].strip():
        return Edit(line_start, line_end, "")
    while start > line_start and document.text[start - 1] in " \t":
        start -= 1
    return Edit(start, end, "")


def _lines(document: Document, block: Block | None) -> Edit | None:
    if block is None:
        return None
    start, end = document.line_range(block.first)[0], document.line_range(block.last)[1]
    if end == len(document.text) and not document.text.endswith(("\n", "\r")):
        # The line above becomes the last one, which has no line break in this file.
        start -= 2 if document.text[max(0, start - 2) : start] == "\r\n" else 1
    return Edit(max(start, 0), end, "")


def _between_brackets(document: Document, spots: list[tuple[int, int]], at: int) -> Edit | None:
    """Without the comma that parts it from the next one, or from the one before; ``None`` where a comment is there."""
    start, end = spots[at]
    if (at and start < spots[at - 1][1]) or (at + 1 < len(spots) and spots[at + 1][0] < end):
        # An alias: the text of an item stands elsewhere.
        return None
    if at + 1 < len(spots):
        after = document.text[end : spots[at + 1][0]]
        line_start, _ = document.line_range(document.position(start)[0])
        alone = not document.text[line_start:start].strip()
        if after.strip() == "," and (alone or not _LINE_BREAK.search(after)):
            return Edit(start, spots[at + 1][0], "")
    if at and document.text[spots[at - 1][1] : start].strip() == ",":
        return Edit(spots[at - 1][1], end, "")
    return None
