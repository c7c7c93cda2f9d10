"""Putting a value at a route that is free."""

from __future__ import annotations

from floe_lint.edits.edit import Edit
from floe_lint.edits.layout import column, end_of, is_block, is_empty, line_break
from floe_lint.edits.replacing import plain_or_quoted
from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Mapping

_STEP = 2
"""Columns of indentation under a key that has nothing below it yet."""


class Content(NamedTuple):
    """A value as YAML: what stands behind the colon, and the lines below it as if they began in the first column."""

    inline: str
    rows: tuple[str, ...] = ()


def set_value(document: Document, route: Route, value: Content) -> Edit | None:
    """Lines behind the last one of the deepest mapping on the way that is there already.

    ``None`` where something stands at the route, or the mapping is not written line by line.
    """
    if not all(isinstance(step, str) for step in route):
        return None
    node = document.root
    if node is None:
        return None if document.text.strip() and document.defects else _at_end(document, route, value)
    for depth, step in enumerate(route):
        if not isinstance(node, Mapping) or not is_block(document, node):
            return None
        entry = node.get(str(step))
        if entry is None:
            at = column(document, next(iter(node.entries.values())).key.start)
            return _behind(document, max(end_of(other) for other in node.entries.values()), route[depth:], at, value)
        if is_empty(entry):
            at = column(document, entry.key.start) + _STEP
            rest = route[depth + 1 :]
            return _behind(document, end_of(entry), rest, at, value) if rest else None
        if entry.alias is not None:
            return None
        node = entry.value
    return None


def _at_end(document: Document, route: Route, value: Content) -> Edit:
    end = len(document.text)
    before = line_break(document) if document.text and not document.text.endswith(("\n", "\r")) else ""
    return Edit(end, end, before + _lines(route, 0, value, line_break(document)))


def _behind(document: Document, end: int, route: Route, depth: int, value: Content) -> Edit:
    at = document.line_range(document.position(end)[0])[1]
    text = _lines(route, depth, value, line_break(document))
    if document.text[:at].endswith(("\n", "\r")):
        return Edit(at, at, text)
    return Edit(at, at, line_break(document) + text.rstrip("\r\n"))


def _lines(route: Route, depth: int, value: Content, end: str) -> str:
    rows = [f"{' ' * (depth + _STEP * level)}{plain_or_quoted(str(step))}:" for level, step in enumerate(route)]
    if value.inline:
        rows[-1] += f" {value.inline}"
    below = " " * (depth + _STEP * len(route))
    rows += [row and below + row for row in value.rows]
    return "".join(row + end for row in rows)
