"""Spans: the text that a route leads to means what the value at that route is."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.kernel.positions import START, Route, Span
from floe_lint.yaml import libyaml
from floe_lint.yaml.data import to_data
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Mapping, Scalar, Sequence
from floe_lint.yaml.parse import parse_document

_LETTERS = "abcxyzABC019_-. :#'\"\\,[]{}&*!|>%@`éß日本💰\u2003\u00a0$~?"
_PLAIN = re.compile(r"[a-zA-Zéß日本💰][a-zA-Z019éß日本💰_ -]*[a-zA-Zé日💰]\Z")


class _Writer:
    """Writes data as YAML, every choice of style drawn; ``routes`` are all values with what they are."""

    def __init__(self, draw: Any) -> None:
        self.draw = draw
        self.routes: list[tuple[Route, Any]] = []
        self.comments: list[str] = []

    def choose(self, *options: Any) -> Any:
        return self.draw(st.sampled_from(options))

    def space(self, *options: str) -> str:
        """White space, perhaps with a comment."""
        chosen = str(self.choose(*options))
        if "# " in chosen:
            self.comments.append(chosen.strip())
        return chosen

    def gap(self) -> str:
        return self.space("", "", "", '  # a comment: [with] "signs"', " \t", " # 💰")

    def scalar(self, text: str, indent: int, *, flow: bool, key: bool = False) -> str:
        styles = ["double"]
        if "\n" not in text:
            styles.append("single")
            if _PLAIN.match(text):
                styles += ["plain", "plain"]
        elif not flow and not key and text.strip() and text == text.strip() + "\n" * text.endswith("\n"):
            styles += ["literal", "literal"]
        style = self.choose(*styles)
        if style == "plain":
            return text
        if style == "single":
            return "'" + text.replace("'", "''") + "'"
        if style == "literal":
            chomp = "" if text.endswith("\n") else "-"
            body = "\n".join(" " * (indent + 2) + line if line else "" for line in text.rstrip("\n").split("\n"))
            return f"|{chomp}\n{body}"
        escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
        return f'"{escaped}"'

    def properties(self) -> str:
        return str(self.choose("", "", "", "!!str ", "&anchor ", "&a !!str  "))

    def flow(self, value: Any, route: Route) -> str:
        self.routes.append((route, value))
        if isinstance(value, str):
            return self.properties() + self.scalar(value, 0, flow=True)
        space = str(self.choose("", " "))
        if isinstance(value, list):
            items = [self.flow(item, (*route, index)) for index, item in enumerate(value)]
            return f"[{space}{(',' + space).join(items)}{space}]" if space else f"[{', '.join(items)}]"
        entries = [
            f"{self.scalar(key, 0, flow=True, key=True)}: {self.flow(item, (*route, key))}"
            for key, item in value.items()
        ]
        return "{" + space + ", ".join(entries) + space + "}"

    def block(self, value: Any, route: Route, indent: int) -> str:
        """The value as it follows ``key:`` or ``-``, with its leading space or line break."""
        if isinstance(value, str):
            self.routes.append((route, value))
            written = self.properties() + self.scalar(value, indent, flow=False)
            if "\n" in written:
                head, _, body = written.partition("\n")
                return f" {head}{self.space('', '  # note')}\n{body}\n"
            return f" {written}{self.gap()}\n"
        if not value or self.choose(False, False, True):
            return f" {self.flow(value, route)}{self.gap()}\n"
        self.routes.append((route, value))
        pad = " " * (indent + self.choose(1, 2, 4))
        lines = [self.space("", " &here", "  # about what follows") + "\n"]
        for step, item in enumerate(value) if isinstance(value, list) else value.items():
            if self.choose(False, False, True):
                lines.append(self.space("\n", f"{pad}# own line\n", "# at the margin\n"))
            if isinstance(value, list):
                lines.append(f"{pad}-{self.block(item, (*route, step), len(pad))}")
            else:
                key = self.scalar(str(step), 0, flow=False, key=True)
                lines.append(f"{pad}{key}:{self.block(item, (*route, step), len(pad))}")
        return "".join(lines)

    def document(self, value: dict[str, Any]) -> str:
        head = self.space("", "", "# first\n", "---\n", "%YAML 1.2\n---\n", "\ufeff")
        body = "".join(
            f"{self.scalar(key, 0, flow=False, key=True)}:{self.block(item, (key,), 0)}" for key, item in value.items()
        )
        text = head + body + self.space("", "# the end", "...\n")
        return text.replace("\n", self.choose("\n", "\r\n"))


_TEXTS = st.text(_LETTERS, max_size=12) | st.lists(st.text(_LETTERS, max_size=6), min_size=2, max_size=3).map("\n".join)
_KEYS = st.text(_LETTERS, min_size=1, max_size=8).filter(lambda key: key != "<<")
_VALUES = st.recursive(
    _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=3),
    max_leaves=8,
)


class Written(NamedTuple):
    """A document as text and as data, with the routes of its values and its comments in any order."""

    text: str
    value: dict[str, Any]
    routes: list[tuple[Route, Any]]
    comments: list[str]


@st.composite
def written(draw: Any) -> Written:
    """A document that is written in any style."""
    value = draw(st.dictionaries(_KEYS, _VALUES, min_size=1, max_size=4))
    writer = _Writer(draw)
    text = writer.document(value)
    return Written(text.removeprefix("\ufeff"), value, writer.routes, writer.comments)


def _reread(document: Document, span: Span) -> Any:
    """What the text of a span means on its own, indented as it stands in the file."""
    text = " " * (span.column - 1) + document.text_of(span) + "\n"
    alone = parse_document("span.yaml", text)
    assert alone.defects == (), (text, alone.defects)
    return _texts(alone.root)


def _texts(node: Any) -> Any:
    """A node as data in which every scalar is text, as the generator writes it."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [_texts(item) for item in node.items]
    assert isinstance(node, Mapping)
    return {key: _texts(entry.value) for key, entry in node.entries.items()}


@given(written())
@settings(max_examples=600, deadline=None)
def test_the_text_of_a_span_is_the_value(case: Written) -> None:
    document = parse_document("floe.yaml", case.text)
    assert document.defects == ()
    assert _texts(document.root) == case.value
    for route, expected in case.routes:
        entry, node = document.find(route)
        assert node is not None
        if isinstance(node, Mapping) and entry is not None:
            # A mapping is shown by its key.
            assert _reread(document, document.span(route)) == route[-1]
            whole = document.span_of(node.start, node.end)
            assert _reread(document, whole) == expected
        elif isinstance(node, Mapping) or node.start != node.end:
            assert _reread(document, document.span(route) if entry or route else START) == expected
        if entry is not None:
            assert _reread(document, document.span(route, key=True)) == route[-1]


@given(written())
@settings(max_examples=150, deadline=None)
def test_both_parsers_of_pyyaml_say_the_same(
    case: Written,
) -> None:
    # PyYAML's own scanner refuses a tab behind a value, which YAML allows.
    text = case.text.replace("\t", " ")
    fast = parse_document("floe.yaml", text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(libyaml, "_module", lambda: None)
        slow = parse_document("floe.yaml", text)
    assert [(route, node.start, node.end) for route, _, node in fast.walk()] == [
        (route, node.start, node.end) for route, _, node in slow.walk()
    ]


@given(written())
@settings(max_examples=200, deadline=None)
def test_comments_are_those_that_were_written(
    case: Written,
) -> None:
    document = parse_document("floe.yaml", case.text)
    assert sorted(comment.text for comment in document.comments) == sorted(case.comments)
    for comment in document.comments:
        assert document.text_of(comment.span) == comment.text


def _spans(text: str, *routes: Route) -> list[str]:
    document = parse_document("floe.yaml", text)
    assert document.defects == ()
    return [document.text_of(document.span(route)) for route in routes]


def test_styles_by_hand() -> None:
    text = (
        "a: |\r\n  literal\r\n  text\r\n# comment\r\nb: >-\r\n  folded\r\n\r\n  text\r\n"
        "c: plain over\r\n  two lines # end\r\nd: [ x,\r\n  'y' ]\r\ne: &anchor  !!str  \"quoted\"\r\n"
        "f: {g: 💰, h: 日本}\r\ni:\t\ttabs\r\nj:\r\n"
    )
    assert _spans(text, ("a",), ("b",), ("c",), ("d",), ("d", 1), ("e",), ("f", "g"), ("f", "h"), ("i",), ("j",)) == [
        "|\r\n  literal\r\n  text",
        ">-\r\n  folded\r\n\r\n  text",
        "plain over\r\n  two lines",
        "[ x,\r\n  'y' ]",
        "'y'",
        '"quoted"',
        "💰",
        "日本",
        "tabs",
        "j",
    ]


def test_columns_count_code_points() -> None:
    document = parse_document("floe.yaml", "k💰: {a: 💰, b: x}\n")
    assert document.span(("k💰", "a")) == Span(1, 9, 1, 10)
    assert document.span(("k💰", "b")) == Span(1, 15, 1, 16)


@pytest.mark.parametrize("breaking", ["\u0085", "\u2028", "\u2029"])
def test_unicode_line_breaks_are_no_lines_of_the_file(breaking: str) -> None:
    document = parse_document("floe.yaml", f'a: "x{breaking}y"\nb: z\n')
    assert document.span(("b",)) == Span(2, 4, 2, 5)


def test_a_missing_key_is_shown_by_what_lacks_it() -> None:
    document = parse_document("floe.yaml", "jobs:\n  daily:\n    type: batch\nlist:\n  - a: 1\n")
    assert document.span(("jobs", "daily", "selection")) == Span(2, 3, 2, 8)
    assert document.span(("jobs", "daily", "selection", 3)) == Span(2, 3, 2, 8)
    assert document.span(("list", 0, "b")) == Span(5, 5, 5, 9)
    assert document.span(("nothing",)) == START
    assert document.span(()) == START


def test_parts_of_a_scalar() -> None:
    document = parse_document(
        "floe.yaml",
        "a: one two one\nb: 'it''s one'\nc: \"\\x41 one A\"\nd: >\n  folded\n  text one\ne: |\n  one\n  two one\n",
    )

    def part(route: Route, start: int, end: int) -> tuple[str, int]:
        span = document.span(route, part=(start, end))
        return document.text_of(span), span.column

    assert part(("a",), 0, 3) == ("one", 4)
    assert part(("a",), 8, 11) == ("one", 12)
    assert part(("b",), 5, 8) == ("one", 11)
    assert part(("c",), 0, 1) == ('"\\x41 one A"', 4)  # an escape hides where the "A" is
    assert part(("c",), 2, 5) == ("one", 10)
    assert part(("d",), 12, 15) == ("one", 8)
    assert part(("e",), 8, 11) == ("one", 7)
    assert document.span(("e",), part=(8, 11)) == Span(9, 7, 9, 10)


def test_aliases_merges_and_their_places() -> None:
    document = parse_document(
        "floe.yaml",
        "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  <<: [*x, *y]\n  c: 5\nw: *x\nv:\n  <<: *y\n  <<2: 6\n",
    )
    assert to_data(document, {}) == {
        "x": {"a": 1, "b": 2},
        "y": {"b": 3, "c": 4},
        "z": {"c": 5, "a": 1, "b": 2},
        "w": {"a": 1, "b": 2},
        "v": {"<<2": 6, "b": 3, "c": 4},
    }
    assert document.span(("z", "b")) == Span(1, 17, 1, 18)
    assert document.span(("z", "c")) == Span(5, 6, 5, 7)
    assert document.span(("w",)) == Span(6, 1, 6, 2)
    assert [route for route, _, _ in document.walk()] == [
        (),
        ("x",),
        ("x", "a"),
        ("x", "b"),
        ("y",),
        ("y", "b"),
        ("y", "c"),
        ("z",),
        ("z", "<<"),
        ("z", "c"),
        ("v",),
        ("v", "<<2"),
    ]
