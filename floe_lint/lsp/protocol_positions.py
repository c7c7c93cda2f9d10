"""Positions as the protocol counts them: lines from 0, columns in code units of the negotiated encoding."""

from __future__ import annotations

import re
from bisect import bisect_right

from lsprotocol import types

from floe_lint.kernel.positions import Span

_LINE_BREAK = re.compile(r"\r\n?|\n")
BYTE_ORDER_MARK = "\ufeff"


class Positions:
    """Positions in one text.

    The linter never sees a byte order mark, the editor may: ``text`` is without it, and the columns of the first
    line count it.
    """

    def __init__(self, text: str, encoding: str = types.PositionEncodingKind.Utf16) -> None:
        self.text = text.removeprefix(BYTE_ORDER_MARK)
        self._shift = len(text) - len(self.text)
        self._encoding = encoding
        breaks = list(_LINE_BREAK.finditer(self.text))
        self._starts = [0, *(match.end() for match in breaks)]
        self._ends = [*(match.start() for match in breaks), len(self.text)]

    def line(self, number: int) -> str:
        """A line (from 0) without its break; empty where there is none."""
        return self.text[self._starts[number] : self._ends[number]] if 0 <= number < len(self._starts) else ""

    def range(self, span: Span) -> types.Range:
        """A span of the linter."""
        return types.Range(
            self._position(span.line - 1, span.column - 1), self._position(span.end_line - 1, span.end_column - 1)
        )

    def range_of(self, start: int, end: int) -> types.Range:
        """A half-open range of code points of the text."""
        return types.Range(self.position(start), self.position(end))

    def position(self, index: int) -> types.Position:
        """Where a code point stands."""
        line = bisect_right(self._starts, index) - 1
        return self._position(line, index - self._starts[line])

    def index(self, position: types.Position) -> int:
        """The code point at a position; what lies beyond a line or the text is taken for its end."""
        if position.line >= len(self._starts):
            return len(self.text)
        start = self._starts[position.line]
        units = position.character - (self._shift if position.line == 0 else 0)
        return start + self._code_points(self.line(position.line), units)

    def _position(self, line: int, column: int) -> types.Position:
        units = self._units(self.line(line)[:column])
        return types.Position(line, units + (self._shift if line == 0 else 0))

    def _units(self, text: str) -> int:
        if text.isascii() or self._encoding == types.PositionEncodingKind.Utf32:
            return len(text)
        if self._encoding == types.PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)

    def _code_points(self, line: str, units: int) -> int:
        """How many code points a number of units covers; a position within one counts as its start."""
        if line.isascii():
            return max(0, min(units, len(line)))
        column = 0
        for character in line:
            units -= self._units(character)
            if units < 0:
                break
            column += 1
        return column
