"""What stands at a position of a YAML file: its route, and the scalar there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.lsp.indentation import cursor_in_text
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Scalar


class Cursor(NamedTuple):
    """A position within, or at an end of, a scalar.

    ``role`` says whether that is a key or a value (``either``: what stands after a dash may become both); ``route``
    is that of the entry or item. ``start`` and ``end`` are its content, without quotes, as code points of the text;
    ``offset`` is the position from ``start``. ``beside`` are the entries of the same mapping as they are written;
    only a cursor in text has them.
    """

    route: Route
    role: Literal["key", "value", "either"]
    start: int
    end: int
    offset: int
    quote: str = ""
    beside: Mapping[str, str] = {}


def cursor_at(document: Document, index: int) -> Cursor | None:
    """The scalar at a code point; in a file that cannot be parsed it is told from lines and indentation."""
    if document.root is None:
        typed = cursor_in_text(document.text, index)
        return None if typed is None else Cursor(*typed)
    for route, entry, node in document.walk():
        if entry is not None and entry.key.start <= index <= entry.key.end:
            return _cursor(route, "key", entry.key, index)
        if isinstance(node, Scalar) and node.start <= index <= node.end and node.start < node.end:
            return _cursor(route, "value", node, index)
    return None


def cursor_while_typing(text: str, index: int) -> Cursor | None:
    """Where something is being typed, whether or not the text around it is YAML yet."""
    typed = cursor_in_text(text, index)
    return None if typed is None else Cursor(*typed)


def _cursor(route: Route, role: Literal["key", "value"], scalar: Scalar, index: int) -> Cursor:
    quoted = scalar.style in ("'", '"') and scalar.style != ""
    start, end = (scalar.start + 1, scalar.end - 1) if quoted else (scalar.start, scalar.end)
    return Cursor(
        route=route,
        role=role,
        start=start,
        end=end,
        offset=max(0, min(index, end) - start),
        quote=scalar.style if quoted else "",
    )
