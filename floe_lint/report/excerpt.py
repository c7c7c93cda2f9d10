"""The lines that a finding points at, with carets under the exact span."""

from __future__ import annotations

import re

from floe_lint.kernel.positions import Span
from floe_lint.kernel.records import NamedTuple
from floe_lint.report.visible import printable

_LINE_BREAK = re.compile(r"\r\n?|\n")
_TAB = "    "


class ExcerptLine(NamedTuple):
    """A line of source as it is shown; ``marks`` is the line of carets below it, empty for none."""

    number: int
    text: str
    marks: str


def excerpt(source: str, span: Span, width: int) -> list[ExcerptLine]:
    """The first line of a span and, for a span over several lines, its last.

    ``width`` is the number of columns for a line; longer lines are cut around the span. Nothing where the span
    lies beyond the source.
    """
    lines = _LINE_BREAK.split(source)
    if span.line > len(lines) or not source:
        return []
    first = lines[span.line - 1]
    if span.end_line == span.line:
        return [_line(span.line, first, span.column, span.end_column, width)]
    shown = [_line(span.line, first, span.column, len(first) + 1, width)]
    if span.end_line <= len(lines) and span.end_column > 1:
        last = lines[span.end_line - 1]
        start = len(last) - len(last.lstrip()) + 1
        shown.append(_line(span.end_line, last, start, span.end_column, width))
    return shown


def _line(number: int, text: str, start: int, end: int, width: int) -> ExcerptLine:
    start = max(1, min(start, len(text) + 1))
    end = max(start, min(end, len(text) + 1))
    offset, text = _cropped(text, start - 1, end - 1, width)
    start, end = start - offset, min(end - offset, len(text) + 1)
    before, inside, after = (
        _shown(text[: start - 1]),
        _shown(text[start - 1 : end - 1]),
        _shown(text[end - 1 :]),
    )
    marks = " " * _columns(before) + "^" * max(1, _columns(inside))
    return ExcerptLine(number, f"{before}{inside}{after}".rstrip(), marks)


def _cropped(text: str, start: int, end: int, width: int) -> tuple[int, str]:
    """A part of a long line around a range, and how many characters were cut before it, marks of omission counted."""
    width = max(width, 20)
    if len(text) <= width:
        return 0, text
    left = max(0, min(start - width // 4, len(text) - width))
    right = min(len(text), left + width)
    if end < right or left == 0:
        right = min(len(text), left + width)
    prefix = "…" if left else ""
    suffix = "…" if right < len(text) else ""
    return left - len(prefix), f"{prefix}{text[left:right]}{suffix}"


def _shown(text: str) -> str:
    return printable(text.replace("\t", _TAB))


def _columns(text: str) -> int:
    """Columns that a terminal uses: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    import unicodedata

    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )
