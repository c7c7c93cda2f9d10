"""Moving entries of a mapping under another one, which is made where it is missing."""

from __future__ import annotations

from floe_lint.edits.edit import Edit
from floe_lint.edits.layout import Block, column, end_of, entry_block, is_block, is_empty, line_break, lines, shifted
from floe_lint.edits.replacing import plain_or_quoted
from floe_lint.kernel.positions import Route
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Entry, Mapping

_STEP = 2
"""Columns of indentation where a file does not show its own."""


def moved(document: Document, routes: list[Route], under: Route) -> list[Edit] | None:
    """The edits that move entries of one mapping, or ``None`` where they cannot be moved line by line."""
    root = document.root
    if not isinstance(root, Mapping) or not is_block(document, root) or root.merged:
        return None
    source = document.node(routes[0][:-1])
    if not isinstance(source, Mapping) or not is_block(document, source):
        return None
    entries = [source.entries.get(str(route[-1])) for route in routes]
    blocks = [None if entry is None else entry_block(document, entry, comments=True) for entry in entries]
    found = sorted(block for block in blocks if block is not None)
    if len(found) < len(routes):
        return None
    if not under:
        return _to_top(document, found, root, {str(route[-1]) for route in routes})
    holder = root.entries.get(str(under[0]))
    if len(under) > 1:
        return None
    if holder is None:
        return _to_new(document, found, str(under[0]), _step(document, root))
    target = holder.value
    if is_empty(holder):
        return _behind(document, found, holder, column(document, holder.key.start) + _step(document, root))
    if holder.alias is not None or not isinstance(target, Mapping) or not is_block(document, target):
        return None
    if any(route[-1] in target.entries for route in routes):
        return None
    return _behind(document, found, holder, column(document, next(iter(target.entries.values())).key.start))


def _to_new(document: Document, blocks: list[Block], name: str, step: int) -> list[Edit] | None:
    """Under a key that is put above the first of them; the others follow it."""
    text = document.text
    start = document.line_range(blocks[0].first)[0]
    edits = [Edit(start, start, f"{plain_or_quoted(name)}:{line_break(document)}")]
    reached = blocks[0].first
    rest = []
    for block in blocks:
        if _only_blank(document, reached, block.first):
            edits += _indented(document, block, step) or []
            reached = block.last + 1
        else:
            rest.append(block)
    if len(edits) > 1 and edits[1].start == start:
        edits[:2] = [Edit(start, start, edits[0].text + edits[1].text)]
    if not rest:
        return edits
    at = document.line_range(reached - 1)[1]
    pieces = _pieces(document, rest, step)
    if pieces is None or not text[:at].endswith(("\n", "\r")):
        return None
    return [*edits, Edit(at, at, pieces), *(_whole(document, block) for block in rest)]


def _behind(document: Document, blocks: list[Block], holder: Entry, depth: int) -> list[Edit] | None:
    """To the end of a mapping that is there. What follows it already is indented where it stands."""
    whole = entry_block(document, holder, comments=False)
    if whole is None:
        return None
    edits: list[Edit] = []
    reached = whole.last + 1
    rest = []
    for block in blocks:
        by = depth - block.column
        if block.first >= reached and by >= 0 and _only_blank(document, reached, block.first):
            edits += _indented(document, block, by) or []
            reached = block.last + 1
        else:
            rest.append(block)
    if not rest:
        return edits
    pieces = _pieces(document, rest, depth - rest[0].column)
    if pieces is None:
        return None
    return [*edits, _insertion(document, reached - 1, pieces), *(_whole(document, block) for block in rest)]


def _to_top(document: Document, blocks: list[Block], root: Mapping, names: set[str]) -> list[Edit] | None:
    """To the end of the file."""
    depth = column(document, next(iter(root.entries.values())).key.start)
    if any(name in root.entries for name in names):
        return None
    pieces = _pieces(document, blocks, depth - blocks[0].column)
    last = document.position(max(end_of(entry) for entry in root.entries.values()))[0]
    if pieces is None:
        return None
    if blocks[-1].last >= last and len(blocks) == 1:
        start = document.line_range(blocks[0].first)[0]
        return [Edit(start, document.line_range(blocks[0].last)[1], pieces)]
    if blocks[-1].last >= last:
        return None
    return [_insertion(document, last, pieces), *(_whole(document, block) for block in blocks)]


def _insertion(document: Document, line: int, pieces: str) -> Edit:
    """Whole lines put behind a line, which may be the last and lack its line break."""
    at = document.line_range(line)[1]
    if document.text[:at].endswith(("\n", "\r")):
        return Edit(at, at, pieces if pieces.endswith(("\n", "\r")) else pieces + line_break(document))
    return Edit(at, at, line_break(document) + pieces.rstrip("\r\n"))


def _indented(document: Document, block: Block, by: int) -> list[Edit]:
    """One insertion for each line of a block that is not empty."""
    found = []
    for line in range(block.first, block.last + 1):
        start, end = document.line_range(line)
        if document.text[start:end].strip("\r\n"):
            found.append(Edit(start, start, " " * by))
    return found if by else []


def _pieces(document: Document, blocks: list[Block], by: int) -> str | None:
    pieces = []
    for block in blocks:
        rows = shifted(lines(document, block), by)
        if rows is None:
            return None
        if not rows[-1].endswith(("\n", "\r")):
            rows[-1] += line_break(document)
        pieces += rows
    return "".join(pieces)


def _whole(document: Document, block: Block) -> Edit:
    return Edit(document.line_range(block.first)[0], document.line_range(block.last)[1], "")


def _only_blank(document: Document, first: int, stop: int) -> bool:
    """Whether the lines from one up to another (exclusive) are blank."""
    return all(not document.text[slice(*document.line_range(line))].strip() for line in range(first, stop))


def _step(document: Document, root: Mapping) -> int:
    """How deep the file indents what stands under a key of the top level."""
    for entry in root.entries.values():
        value = entry.value
        if isinstance(value, Mapping) and entry.alias is None and is_block(document, value):
            return max(column(document, next(iter(value.entries.values())).key.start), 1)
    return _STEP
