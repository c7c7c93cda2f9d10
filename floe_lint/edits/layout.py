"""Which lines of a file belong to an entry, and how they are indented."""

from __future__ import annotations

import re

from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Entry, Mapping, Node

_INDENT = re.compile(r"[ ]*")
_LINE_BREAK = re.compile(r"\r\n?|\n")


class Block(NamedTuple):
    """Lines (1-based, both inclusive) that hold one entry or item and nothing else, and its column (0-based)."""

    first: int
    last: int
    column: int


def entry_block(document: Document, entry: Entry, *, comments: bool) -> Block | None:
    """The lines of an entry, or ``None`` where it shares them.

    With ``comments`` those that lead it in belong to it: lines of their own, directly above, as deep as the key.
    """
    return _block(document, entry.key.start, end_of(entry), comments=comments)


def item_block(document: Document, node: Node) -> Block | None:
    """The lines of an item that stands behind a dash, or ``None`` where it shares them."""
    line, _ = document.position(node.start)
    start, _ = document.line_range(line)
    before = document.text[start : node.start]
    if not re.fullmatch(r" *-[ ]+", before):
        return None
    return _block(document, start + before.index("-"), node.end, comments=False)


def end_of(entry: Entry) -> int:
    """Where the text of an entry ends."""
    return entry.alias[1] if entry.alias is not None else max(entry.value.end, entry.key.end)


def is_block(document: Document, mapping: Mapping) -> bool:
    """Whether a mapping is written line by line, not between brackets."""
    return bool(mapping.entries) and document.text[mapping.start : mapping.start + 1] != "{"


def is_empty(entry: Entry) -> bool:
    """Whether nothing is written as the value of a key."""
    return entry.alias is None and not isinstance(entry.value, Mapping) and entry.value.start == entry.value.end


def column(document: Document, index: int) -> int:
    """The 0-based column of a code point."""
    return document.position(index)[1] - 1


def line_break(document: Document) -> str:
    """The line break that the file uses, by its first one."""
    match = _LINE_BREAK.search(document.text)
    return match[0] if match else "\n"


def lines(document: Document, block: Block) -> list[str]:
    """The lines of a block with their line breaks; the last line of a file may lack one."""
    return [document.text[slice(*document.line_range(line))] for line in range(block.first, block.last + 1)]


def shifted(rows: list[str], by: int) -> list[str] | None:
    """Lines indented by so many columns more, or less; ``None`` where one has less to give.

    Empty lines stay empty, and a comment gives what it has.
    """
    result = []
    for row in rows:
        content = row.strip("\r\n")
        if not content:
            result.append(row)
        elif by >= 0:
            result.append(" " * by + row)
        else:
            match = _INDENT.match(row)
            depth = len(match[0]) if match else 0
            if depth < -by and not content.lstrip().startswith("#") and content.strip():
                return None
            result.append(row[min(-by, depth) :])
    return result


def _block(document: Document, start: int, end: int, *, comments: bool) -> Block | None:
    first, _ = document.position(start)
    last, _ = document.position(end)
    line_start, _ = document.line_range(first)
    depth = start - line_start
    if document.text[line_start:start].strip(" "):
        return None
    rest = document.text[end : document.line_range(last)[1]].strip()
    if rest and not rest.startswith("#"):
        return None
    count = document.position(len(document.text))[0]
    while last < count:
        row = document.text[slice(*document.line_range(last + 1))]
        if not (row.strip().startswith("#") and _depth(row) > depth):
            break
        last += 1
    while comments and first > 1:
        row = document.text[slice(*document.line_range(first - 1))]
        if not (row.strip().startswith("#") and _depth(row) == depth):
            break
        first -= 1
    return Block(first, last, depth)


def _depth(row: str) -> int:
    return len(row) - len(row.lstrip(" "))
