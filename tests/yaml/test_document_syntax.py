"""Syntax errors: what is wrong is named where it was written, with the way out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.yaml import libyaml
from floe_lint.yaml.document import Document
from floe_lint.yaml.parse import parse_document

MISTAKES = [
    pytest.param(
        "a:\n  cron: @daily\n",
        (2, 9, "@daily"),
        '"@" cannot start a value without quotes',
        'put it in quotes: "@daily"',
        id="at-sign",
    ),
    pytest.param(
        "a:\n  cron: */5 * * * *\n",
        (2, 9, "*/5 * * * *"),
        '"*" at the start of a value refers to an anchor, it is not taken as text',
        'put it in quotes: "*/5 * * * *"',
        id="star",
    ),
    pytest.param(
        "a:\n  cron: * * * * *\n",
        (2, 9, "* * * * *"),
        '"*" at the start of a value refers to an anchor, it is not taken as text',
        'put it in quotes: "* * * * *"',
        id="star-only",
    ),
    pytest.param(
        "a:\n  b: [${A:x}]\n",
        (2, 7, "${A:x}"),
        "a variable within brackets needs quotes",
        'put it in quotes: "${A:x}"',
        id="variable-in-brackets",
    ),
    pytest.param(
        "a:\n  b: [${A}]\n",
        (2, 7, "${A}"),
        "a variable within brackets needs quotes",
        'put it in quotes: "${A}"',
        id="variable-without-default-in-brackets",
    ),
    pytest.param(
        'a:\n  b: "foo\n  c: 1\nd: 2\n',
        (2, 6, '"'),
        'the quote " that opens here is never closed',
        'add " where the text ends',
        id="unclosed-double-quote",
    ),
    pytest.param(
        'a:\n  b: "foo\n  c: "x"\nd: 2\n',
        (2, 6, '"'),
        'the quote " that opens here is closed on a later line only',
        'add " where the text ends',
        id="quote-closed-by-the-next-one",
    ),
    pytest.param(
        "a:\n  b: 'foo\n  c: 1\n",
        (2, 6, "'"),
        "the quote ' that opens here is never closed",
        "add ' where the text ends",
        id="unclosed-single-quote",
    ),
    pytest.param(
        "a:\n  b: 'it's'\n",
        (2, 10, "s'"),
        "text follows the closing quote",
        "write the quote inside the text twice (it''s), or put the text in double quotes",
        id="apostrophe",
    ),
    pytest.param(
        'a:\n  b: "x" y\n',
        (2, 10, "y"),
        "text follows the closing quote",
        "put all of it in quotes, or none",
        id="text-after-quote",
    ),
    pytest.param(
        "a:\n  b: [x, y\n  c: 1\n",
        (2, 6, "["),
        'the bracket "[" that opens here is not closed',
        'add "]" where the list ends, and "," between its entries',
        id="unclosed-bracket",
    ),
    pytest.param(
        "a:\n  b: [x, y\n",
        (2, 6, "["),
        'the bracket "[" that opens here is not closed',
        'add "]" where the list ends, and "," between its entries',
        id="unclosed-bracket-at-the-end",
    ),
    pytest.param(
        "a:\n  b: {x: 1\nc: 2\n",
        (2, 6, "{"),
        'the bracket "{" that opens here is not closed',
        'add "}" where the mapping ends, and "," between its entries',
        id="unclosed-brace",
    ),
    pytest.param(
        "a: [x]]\n",
        (1, 7, "]"),
        '"]" closes nothing',
        "delete it, or add what opens it",
        id="bracket-too-many",
    ),
    pytest.param(
        "a: {x: 1}}\n",
        (1, 10, "}"),
        '"}" closes nothing',
        "delete it, or add what opens it",
        id="brace-too-many",
    ),
    pytest.param(
        "a: ]\n",
        (1, 4, "]"),
        '"]" closes nothing',
        "delete it, or add what opens it",
        id="bracket-alone",
    ),
    pytest.param(
        "a:\n\tb: 1\n",
        (2, 1, "\t"),
        "a tab is used for indentation",
        "indent with spaces; YAML does not allow tabs there",
        id="tab",
    ),
    pytest.param(
        "a:\n  b: 1\n\tc: 1\n",
        (3, 1, "\t"),
        "a tab is used for indentation",
        "indent with spaces; YAML does not allow tabs there",
        id="tab-below-a-value",
    ),
    pytest.param(
        "a:\n  \tb: 1\n",
        (2, 3, "\t"),
        "a tab is used for indentation",
        "indent with spaces; YAML does not allow tabs there",
        id="tab-after-spaces",
    ),
    pytest.param(
        "a:\n  b:1\n  c: 2\n",
        (2, 3, "b:1"),
        'a space is missing after "b:"',
        "write b: 1",
        id="no-space-after-colon",
    ),
    pytest.param(
        "name:x\nversion: 1\n",
        (1, 1, "name:x"),
        'a space is missing after "name:"',
        "write name: x",
        id="no-space-in-the-first-line",
    ),
    pytest.param(
        "name: x\nversion:1\n",
        (2, 1, "version:1"),
        'a space is missing after "version:"',
        "write version: 1",
        id="no-space-in-the-last-line",
    ),
    pytest.param(
        "name: x\nversion\nstorage: y\n",
        (2, 1, "version"),
        'the line is neither a key with ":" nor an item with "- "',
        'write "version:" if it is a key, or "- version" if it is an item of a list',
        id="no-colon",
    ),
    pytest.param(
        "a:\n  fmt: %Y\n",
        (2, 8, "%Y"),
        '"%" cannot start a value without quotes',
        'put it in quotes: "%Y"',
        id="percent",
    ),
    pytest.param(
        "a:\n  fmt: `x`\n",
        (2, 8, "`x`"),
        '"`" cannot start a value without quotes',
        'put it in quotes: "`x`"',
        id="backtick",
    ),
    pytest.param(
        "a:\n  b: 1\n   c: 2\n",
        (3, 4, "c"),
        "the line is indented deeper than the one above, which has a value already",
        "indent it by 2 spaces, like the line above",
        id="indented-too-deep",
    ),
    pytest.param(
        "a:\n  b: 1\n c: 2\n",
        (3, 2, "c: 2"),
        "the line is indented by 1 space, which fits no line above",
        "indent it by 0 or 2 spaces",
        id="indented-too-little",
    ),
    pytest.param(
        "name: x\n version: y\n",
        (2, 2, "version"),
        "the line is indented deeper than the one above, which has a value already",
        "indent it by 0 spaces, like the line above",
        id="indented-at-the-top",
    ),
    pytest.param(
        "a:\n    b: 1\n  c: 2\n",
        (3, 3, "c: 2"),
        "the line is indented by 2 spaces, which fits no line above",
        "indent it by 0 or 4 spaces",
        id="indented-between",
    ),
    pytest.param(
        "a:\n  - x\n - y\n",
        (3, 2, "- y"),
        "the line is indented by 1 space, which fits no line above",
        "indent it by 0 or 2 spaces",
        id="list-indentation",
    ),
    pytest.param(
        "a:\n  - x\n  b: 1\n",
        (3, 3, "b: 1"),
        "a key stands between the items of a list",
        'start the line with "- ", or indent the key like the one that the list belongs to',
        id="key-among-items",
    ),
    pytest.param(
        "a:\n  b: 1\n  - x\n",
        (3, 3, "- x"),
        "an item of a list stands between keys",
        "write a key, or move the item below the key whose list it belongs to",
        id="item-among-keys",
    ),
    pytest.param(
        "a: - x\n",
        (1, 4, "- x"),
        "a list cannot start on the line of its key",
        'put "- x" on a line of its own',
        id="item-behind-key",
    ),
    pytest.param(
        "a:\n  description: note: this\n",
        (2, 16, "note: this"),
        'a value that holds ": " needs quotes',
        'put it in quotes: "note: this"',
        id="colon-in-text",
    ),
    pytest.param(
        'a: "C:\\data"\n',
        (1, 7, "\\d"),
        "\\d means nothing within double quotes",
        "put the text in single quotes, or write \\\\d",
        id="windows-path",
    ),
    pytest.param(
        'a: "\\d+"\n',
        (1, 5, "\\d"),
        "\\d means nothing within double quotes",
        "put the text in single quotes, or write \\\\d",
        id="pattern-in-double-quotes",
    ),
    pytest.param(
        "a: & x\n",
        (1, 4, "& x"),
        '"&" at the start of a value names an anchor, it is not taken as text',
        'put it in quotes: "& x"',
        id="ampersand",
    ),
    pytest.param(
        "a: *x\n",
        (1, 4, "*x"),
        '"*x" refers to an anchor "&x", which is not defined above',
        'put it in quotes if it is meant as text: "*x"; or define "&x" above',
        id="undefined-alias",
    ),
    pytest.param(
        "a: !foo x\n",
        (1, 4, "!foo"),
        'the tag "!foo" has no meaning here',
        "write the value without a tag, in quotes if it is text",
        id="tag",
    ),
    pytest.param(
        "a: !!binary aGk=\n",
        (1, 4, "!!binary"),
        'the tag "!!binary" has no meaning here',
        "write the value without a tag, in quotes if it is text",
        id="binary",
    ),
    pytest.param(
        "a: |text\n  foo\n",
        (1, 4, "|text"),
        'text follows "|", which starts a block of text on the next line',
        'put it in quotes: "|text", or move the text to the next line',
        id="text-behind-pipe",
    ),
    pytest.param(
        "a: |\nfoo\n",
        (2, 1, "foo"),
        'the text of a block that starts with "|" or ">" must be indented deeper than its key',
        "indent it by 2 spaces or more",
        id="block-not-indented",
    ),
    pytest.param(
        "a:\n  b: |\n    x\n   y\n  c: 1\n",
        (4, 4, "y"),
        "the line is indented by 3 spaces, which fits no line above",
        "indent it by 0, 2 or 4 spaces",
        id="block-dedented",
    ),
    pytest.param(
        "a: !e!foo x\n",
        (1, 4, "!e!foo"),
        'the tag "!e!foo" has no meaning here',
        "write the value without a tag, in quotes if it is text",
        id="tag-handle",
    ),
    pytest.param(
        "- a\nb: 1\n",
        (2, 1, "b: 1"),
        "a key stands between the items of a list",
        'start the line with "- ", or indent the key like the one that the list belongs to',
        id="key-after-items",
    ),
    pytest.param(
        "foo\nb: 1\n",
        (1, 1, "foo"),
        'the line is neither a key with ":" nor an item with "- "',
        'write "foo:" if it is a key, or "- foo" if it is an item of a list',
        id="word-before-key",
    ),
    pytest.param(
        "a: {{ x }}\n",
        (1, 4, "{{ x }}"),
        '"{{ … }}" is not filled in here, and YAML takes it for a mapping',
        'write "${NAME}" for a variable of the environment',
        id="jinja",
    ),
    pytest.param(
        "a: \n  b: {{ var('x') }}\n",
        (2, 6, "{{ var('x') }}"),
        '"{{ … }}" is not filled in here, and YAML takes it for a mapping',
        'write "${NAME}" for a variable of the environment',
        id="jinja-call",
    ),
    pytest.param(
        "? [a, b]\n: 1\n",
        (1, 3, "[a, b]"),
        "a list is used as a key",
        "put the key in quotes if it is meant as text, or use a plain name",
        id="list-as-key",
    ),
    pytest.param(
        "{a: 1}: 2\n",
        (1, 1, "{a: 1}"),
        "a mapping is used as a key",
        "put the key in quotes if it is meant as text, or use a plain name",
        id="mapping-as-key",
    ),
    pytest.param(
        "a: 1 b: 2\n",
        (1, 4, "1 b: 2"),
        'a value that holds ": " needs quotes',
        'put it in quotes: "1 b: 2"',
        id="two-keys-in-a-line",
    ),
    pytest.param(
        '{"a": 1,, "b": 2}\n',
        (1, 9, ","),
        'a value is missing before ","',
        'delete ",", or put the text in quotes',
        id="comma-twice",
    ),
    pytest.param(
        '{"a": 1 "b": 2}\n',
        (1, 12, ": 2"),
        '"," or "}" is missing here',
        "separate entries with commas, and put text that holds brackets or commas in quotes",
        id="comma-missing",
    ),
    pytest.param(
        "%YAML 3.0\n---\na: 1\n",
        (1, 1, "%YAML 3.0"),
        'a line that starts with "%" is an instruction to the YAML reader, and this one is unknown',
        "put the text in quotes, or delete the line",
        id="yaml-version",
    ),
    pytest.param(
        "%FOO\na: 1\n",
        (1, 1, "%FOO"),
        'a line that starts with "%" is an instruction to the YAML reader, and this one is unknown',
        "put the text in quotes, or delete the line",
        id="unknown-directive",
    ),
    pytest.param(
        "a: 1\n%b: 2\n",
        (2, 1, "%b: 2"),
        'a line that starts with "%" is an instruction to the YAML reader, and this one is unknown',
        "put the text in quotes, or delete the line",
        id="percent-at-the-start",
    ),
    pytest.param(
        "a:\n  b: ,x\n",
        (2, 6, ","),
        'a value is missing before ","',
        'delete ",", or put the text in quotes',
        id="comma-first",
    ),
    pytest.param(
        'a:\n  "b: 1\n  c: 2\n',
        (2, 3, '"'),
        'the quote " that opens here is never closed',
        'add " where the text ends',
        id="unclosed-quote-of-a-key",
    ),
    pytest.param(
        "a: {<<: 1}\n",
        (1, 9, "1"),
        '"<<" takes a mapping or a list of mappings',
        'write "<<: *name", where "&name" stands before a mapping',
        id="merge-of-a-number",
    ),
    pytest.param(
        "a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n",
        (2, 1, "<<<<<<< HEAD"),
        "a merge conflict is left in the file",
        "decide what is kept and delete the markers",
        id="merge-conflict",
    ),
    pytest.param(
        "assets:\n  *_raw:\n    a: 1\n",
        (2, 3, "*_raw"),
        '"*_raw" refers to an anchor "&_raw", which is not defined above',
        'put it in quotes if it is meant as text: "*_raw"; or define "&_raw" above',
        id="glob-as-key",
    ),
    pytest.param(
        "a: &\n",
        (1, 4, "&"),
        '"&" at the start of a value names an anchor, it is not taken as text',
        'put it in quotes: "&"',
        id="ampersand-alone",
    ),
    pytest.param(
        "a: [x #y]\n",
        (1, 4, "["),
        'the bracket "[" that opens here is not closed',
        'add "]" where the list ends, and "," between its entries',
        id="comment-eats-the-bracket",
    ),
    pytest.param(
        "a: {b: 1, c: [  # comment\n",
        (1, 14, "["),
        'the bracket "[" that opens here is not closed',
        'add "]" where the list ends, and "," between its entries',
        id="unclosed-empty-bracket",
    ),
    pytest.param(
        "a: {b: [x],  # comment\n",
        (1, 4, "{"),
        'the bracket "{" that opens here is not closed',
        'add "}" where the mapping ends, and "," between its entries',
        id="unclosed-brace-after-comma",
    ),
    pytest.param(
        "  modules:[b]\nname: c\n",
        (1, 3, "modules:[b]"),
        'a space is missing after "modules:"',
        "write modules: [b]",
        id="no-space-above-a-key-further-out",
    ),
    pytest.param(
        "a: [group:b, group:?c, d]\n",
        (1, 14, "group:?c"),
        'a value within brackets that holds ":" in this way needs quotes',
        'put it in quotes: "group:?c"',
        id="colon-in-brackets",
    ),
    pytest.param(
        'a: !"b"  # c\n',
        (1, 4, '!"b"'),
        '"!" at the start of a value names a tag, it is not taken as text',
        "put it in quotes: '!\"b\"'",
        id="exclamation-mark",
    ),
]

DIFFERENT_IN_PYTHON = {"unknown-directive", "colon-in-brackets"}
"""What PyYAML's own parser lets pass."""


def _only(document: Document) -> tuple[tuple[int, int, str], str, str | None]:
    (defect,) = document.defects
    assert defect.kind == "syntax"
    assert document.root is None
    return (defect.span.line, defect.span.column, document.text_of(defect.span)), defect.message, defect.help


@pytest.mark.parametrize(("text", "place", "message", "help"), MISTAKES)
def test_mistake(text: str, place: tuple[int, int, str], message: str, help: str | None) -> None:
    assert _only(parse_document("floe.yaml", text)) == (place, message, help)


@pytest.mark.parametrize(("text", "place", "message", "help"), MISTAKES)
def test_mistake_with_windows_line_ends(text: str, place: tuple[int, int, str], message: str, help: str | None) -> None:
    line, column, shown = place
    expected = ((line, column, shown.replace("\n", "\r\n")), message, help)
    assert _only(parse_document("floe.yaml", text.replace("\n", "\r\n"))) == expected


@pytest.mark.parametrize(("text", "place", "message", "help"), MISTAKES)
def test_mistake_without_the_c_parser(
    text: str,
    place: tuple[int, int, str],
    message: str,
    help: str | None,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> None:
    if request.node.callspec.id in DIFFERENT_IN_PYTHON:
        pytest.skip("PyYAML's own parser does not see it")
    monkeypatch.setattr(libyaml, "_module", lambda: None)
    (found, *rest) = _only(parse_document("floe.yaml", text))
    # Where a comma is missing the two stop at neighbouring tokens.
    assert (found[0], *rest) == (place[0], message, help)


def test_what_was_found_before_is_told_later() -> None:
    place, message, _ = _only(parse_document("floe.yaml", "a: 1\na: 2\nb: @c\n"))
    assert (place, message) == ((3, 4, "@c"), '"@" cannot start a value without quotes')


def test_control_characters() -> None:
    for character in "\0\x07\x1b\x7f\x9f\ufffe":
        document = parse_document("floe.yaml", f"name: shop\nversion: a{character}b\n")
        assert _only(document) == (
            (2, 11, character),
            f"the control character U+{ord(character):04X} is not allowed in YAML",
            "delete it; it is often pasted from elsewhere and invisible in an editor",
        )


def test_a_key_that_is_too_long() -> None:
    place, message, _ = _only(parse_document("floe.yaml", "a: 1\n" + "k" * 1100 + ": 1\n"))
    assert (place[:2], message) == ((2, 1), "a key is longer than 1,024 characters")


FLOW = 'name: shop\norchestration:\n  jobs:\n    a: {type: "batch", selection: [\'group:a\', "b c"]}\n'
BLOCK = "name: shop\njobs:\n  a:\n    type: batch # note\n    selection:\n      - group:a\n      - |\n        text\n"


@given(
    base=st.sampled_from([FLOW, BLOCK]),
    edits=st.lists(
        st.tuples(st.integers(0, 200), st.integers(0, 3), st.text("\t\n :-[]{}\"'#&*!|>%@`,?\\a<=💰", max_size=3)),
        min_size=1,
        max_size=4,
    ),
)
@settings(max_examples=1500, deadline=None)
def test_no_text_makes_the_reader_crash(base: str, edits: list[tuple[int, int, str]]) -> None:
    """Whatever is wrong, the defects lie within the text and say something."""
    text = base
    for at, length, inserted in edits:
        at %= len(text) + 1
        text = text[:at] + inserted + text[at + length :]
    document = parse_document("floe.yaml", text)
    lines = text.split("\n")
    for defect in document.defects:
        span = defect.span
        assert defect.message
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert span.end_column <= len(lines[span.end_line - 1]) + 1
