"""The cursor in text that need not be YAML."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.kernel.positions import Route
from floe_lint.lsp.indentation import cursor_in_text
from floe_lint.yaml.nodes import Scalar
from floe_lint.yaml.parse import read_document
from tests.rule_cases import ROOT, all_cases

FILES = [
    *(case.path for case in all_cases() if case.good and case.path.is_file() and case.path.name != "every-style.yaml"),
    ROOT / "examples" / "ecommerce" / "floe.yaml",
]
EXAMPLE = (ROOT / "examples" / "ecommerce" / "floe.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("marked", "route", "role", "written"),
    [
        ("|", ("",), "key", ""),
        ("sto|", ("sto",), "key", "sto"),
        ("orchestration:\n  |\n", ("orchestration", ""), "key", ""),
        (
            "orchestration:\n  jobs:\n    a:\n      |\n      type: batch\n",
            ("orchestration", "jobs", "a", ""),
            "key",
            "",
        ),
        ("a:\n  b: |\n", ("a", "b"), "value", ""),
        ('a:\n  b: "x|y"  # c\n', ("a", "b"), "value", "xy"),
        ('a:\n  b: "x|\n', ("a", "b"), "value", "x"),
        ("a:\n  - one\n  - tw|o\n", ("a", 1), "either", "two"),
        ("a:\n- one\n- |\n", ("a", 1), "either", ""),
        ("a:\n  - b: 1\n    c|\n", ("a", 0, "c"), "key", "c"),
        ("a: [x, y|", ("a", 1), "value", "y"),
        ("a: [x, '|", ("a", 1), "value", ""),
        ("a: {b: c, d|}", ("a", "d"), "key", "d"),
        ("a: {b: c, d: [e, |]}", ("a", "d", 1), "value", ""),
        ("a: [\n  b,\n  c|\n]\n", ("a", 0), "value", "c"),
        ('a:\n  "b_*":\n    c: d|\n', ("a", "b_*", "c"), "value", "d"),
        ("a: &x {b: c|}", ("a", "b"), "value", "c"),
    ],
)
def test_the_place_is_told_from_indentation(marked: str, route: Route, role: str, written: str) -> None:
    index = marked.index("|")
    text = marked[:index] + marked[index + 1 :]
    typed = cursor_in_text(text, index)
    assert typed is not None
    assert (typed.route, typed.role, text[typed.start : typed.end]) == (route, role, written)
    assert typed.start + typed.offset == index


@pytest.mark.parametrize("marked", ["# a|", "a: b  # c|", "  # |\na: b"])
def test_there_is_none_in_a_comment(marked: str) -> None:
    index = marked.index("|")
    assert cursor_in_text(marked[:index] + marked[index + 1 :], index) is None


def test_the_entries_beside_are_known_above_and_below() -> None:
    text = "a:\n  b:\n    type: x\n    \n    c: 1  # one\n  d: 2\n"
    typed = cursor_in_text(text, text.index("    \n") + 4)
    assert typed is not None
    assert typed.beside == {"type": "x", "c": "1"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_it_agrees_with_the_parser(path: Path) -> None:
    """On every scalar of one line."""
    document = read_document(str(path))
    for route, entry, node in document.walk():
        for role, scalar in (("key", None if entry is None else entry.key), ("value", node)):
            if not isinstance(scalar, Scalar) or scalar.start == scalar.end:
                continue
            quote = bool(scalar.style)
            written = document.text[scalar.start + quote : scalar.end - quote]
            if "\n" in written:
                continue
            typed = cursor_in_text(document.text, scalar.end - quote)
            assert typed is not None
            assert document.text[typed.start : typed.end] == written
            if typed.role == "either":
                # What stands after a dash is an item, or the first key of one.
                assert typed.route in (route, route[:-1])
            else:
                assert (typed.route, typed.role) == (route, role)


@given(
    st.integers(0, len(EXAMPLE)),
    st.integers(0, 40),
    st.text("[]{}:,-#'\"& \n\t|>*a\u00e9\u2028\U0001f600", max_size=6),
    st.integers(0, len(EXAMPLE)),
)
@settings(max_examples=300, deadline=None)
def test_no_text_is_too_broken(at: int, removed: int, typed: str, where: int) -> None:
    text = EXAMPLE[:at] + typed + EXAMPLE[at + removed :]
    for index in (at, at + len(typed), min(where, len(text))):
        cursor = cursor_in_text(text, index)
        if cursor is not None:
            assert 0 <= cursor.start <= cursor.end <= len(text)
            assert cursor.start <= index
            assert "\n" not in text[cursor.start : cursor.end]
