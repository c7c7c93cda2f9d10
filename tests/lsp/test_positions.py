"""Positions against what Python's own codecs count."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from floe_lint.kernel.positions import Span
from floe_lint.lsp.protocol_positions import Positions
from floe_lint.yaml.document import Document

TEXTS = st.text("ab\n\r\t\u00e9\u4e16\u2028\x85\U0001f600", max_size=40)
UNITS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}


@given(TEXTS, st.sampled_from(sorted(UNITS)), st.data())
def test_a_code_point_stands_where_the_codec_says(text: str, encoding: str, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(text)))
    if text[index - 1 : index + 1] == "\r\n":
        return
    before = re.split(r"\r\n?|\n", text[:index])
    codec, width = UNITS[encoding]
    expected = types.Position(len(before) - 1, len(before[-1].encode(codec)) // width)
    positions = Positions(text, encoding)
    assert positions.position(index) == expected
    assert positions.index(expected) == index


@given(TEXTS, st.data())
def test_a_span_of_the_linter_is_the_range_of_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = Document("floe.yaml", text, None, ()).span_of(start, end)
    positions = Positions(text)
    found = positions.range(span)
    assert positions.index(found.start) == start or text[start - 1 : start + 1] == "\r\n"
    assert positions.index(found.end) == end or text[end - 1 : end + 1] == "\r\n"


@pytest.mark.parametrize(("line", "character", "index"), [(0, 99, 3), (1, 0, 4), (7, 3, 6), (0, 2, 1)])
def test_what_lies_outside_is_taken_for_the_nearest_end(line: int, character: int, index: int) -> None:
    assert Positions("a\U0001f600b\ncd").index(types.Position(line, character)) == index


def test_a_byte_order_mark_counts_for_the_editor_only() -> None:
    positions = Positions("\ufeffname: a\nversion: b\n")
    assert positions.text == "name: a\nversion: b\n"
    assert positions.range(Span(1, 1, 1, 5)) == types.Range(types.Position(0, 1), types.Position(0, 5))
    assert positions.range(Span(2, 1, 2, 8)) == types.Range(types.Position(1, 0), types.Position(1, 7))
    assert positions.index(types.Position(0, 1)) == 0
