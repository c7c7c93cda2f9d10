"""Conditions: what they may say, and that none of them runs away."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.judging.policies.expression import (
    DEEPEST,
    FUNCTIONS,
    LONGEST,
    MACROS,
    METHODS,
    MOST_SECONDS,
    EvaluationError,
    ExpressionError,
    read_expression,
)

FIELDS = {"node": frozenset(["name", "owners", "tags", "batch"]), "project": frozenset(["assets"])}
VALUES: dict[str, dict[str, Any]] = {
    "node": {"name": "load_x", "owners": ["team:a", "jane"], "tags": {"domain": "sales"}, "batch": 3},
    "project": {"assets": [f"asset_{number}" for number in range(20_000)]},
}


def _holds(text: str) -> bool:
    return read_expression(text, FIELDS).holds(VALUES)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("size(node.owners) > 1", True),
        ("node.owners.size() == 3", False),
        ('"domain" in node.tags && node.tags.domain == "sales"', True),
        ('node.tags["domain"] in ["sales", "stock"]', True),
        ("has(node.tags.tier)", False),
        ('!has(node.tags.tier) || node.tags.tier == "gold"', True),
        ('node.name.matches("^[a-z_]+$")', True),
        ('node.name.startsWith("load_") && !node.name.endsWith("_y")', True),
        ('node.owners.exists(o, o.startsWith("team:"))', True),
        ('node.owners.all(o, o.startsWith("team:"))', False),
        ('node.owners.exists_one(o, o == "jane")', True),
        ('node.owners.filter(o, o.contains("@")).size() == 0', True),
        ("node.owners.map(o, size(o)) == [6, 4]", True),
        ('node.batch * 2 + 1 >= 7 ? node.name != "" : false', True),
        ('string(node.batch) + "x" == "3x"', True),
        ('int("3") == node.batch', True),
        ("// a comment\nnode.batch == 3", True),
        ("size(project.assets) == 20000", True),
        ("true", True),
    ],
)
def test_answers(text: str, answer: bool) -> None:
    assert _holds(text) is answer


@pytest.mark.parametrize(
    ("text", "message", "part"),
    [
        ("node.owner", '"node" has no field "owner"; did you mean "owners"?', "owner"),
        ("node.x", '"node" has no field "x"; the fields are batch, name, owners, tags', "x"),
        ("nod.name", '"nod" is not known; did you mean "node"?', "nod"),
        ("asset.name", '"asset" is not known; the variables are node, project', "asset"),
        ('node == "x"', '"node" has fields; say which, e.g. "node.batch"', "node"),
        ('node["name"] == "x"', '"node" has fields; say which, e.g. "node.batch"', "node"),
        ("size(node.owners", "the condition ends too early", "owners"),
        ("size(node.owners) >", "the condition ends too early", ">"),
        ("size(node.owners)) > 0", 'the condition is not CEL: unexpected ")"', ")"),
        ("node.name = 3", 'the condition is not CEL: unexpected "="', "="),
        ("node.name.matches('(')", "the pattern is no regular expression: missing ): (", "'('"),
        ("length(node.name) > 1", 'there is no function "length"; they are double, has, int, size, string', "length"),
        ("node.name.startswith('x')", 'there is no function "startswith"; did you mean "startsWith"?', "startswith"),
        ("node.owners.exists(o)", '"exists" takes a name and an expression, e.g. exists(item, item != "")', "exists"),
        ("node.owners.exists(node, true)", '"node" is a variable already; take another name', "node"),
        ("node.owners.exists(o, p == 1)", '"p" is not known; the variables are node, project', "p"),
        ("node.name{x: 1}.x == 1", "messages and absolute names are not part of a condition", "node.name{x: 1}"),
        (".node.name == ''", "messages and absolute names are not part of a condition", ".node"),
        ('node.name == "x', 'the condition has a string that is not closed with "', '"x'),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(text: str, message: str, part: str) -> None:
    with pytest.raises(ExpressionError) as error:
        read_expression(text, FIELDS)
    assert str(error.value) == message
    assert text[error.value.start : error.value.end] == part


@pytest.mark.parametrize(
    "text",
    [
        '__import__("os")',
        'open("/etc/passwd")',
        'eval("1")',
        "node.__class__",
        "node.name.__class__.__mro__",
        'node.name.format("x")',
        "node.owners.reduce(r, i, 0, r + i) == 1",
        'timestamp("2026-01-01T00:00:00Z") == null',
        "type(node.name) == string",
    ],
)
def test_nothing_but_the_listed_functions_can_be_reached(text: str) -> None:
    with pytest.raises((ExpressionError, EvaluationError)):
        _holds(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("node.tags.tier == 'gold'", "fails: there is no 'tier'; ask for it with has() first"),
        ("1 / 0 == 1", "fails: modulus or divide by zero"),
        ("size(node.name)", "gives no true or false"),
        ("node.name.matches(1)", "fails: no such overload"),
        ("string(node.owners) == ''", "fails: no such overload"),
    ],
)
def test_an_expression_without_an_answer_says_why(text: str, message: str) -> None:
    with pytest.raises(EvaluationError) as error:
        _holds(text)
    assert str(error.value) == message


_DOUBLING = "[project.assets]" + "".join(f".map(v{n}, [v{n}, v{n}, v{n}, v{n}])" for n in range(30))


@pytest.mark.parametrize(
    "text",
    [
        "project.assets.all(a, project.assets.all(b, a == b || a != b))",
        "project.assets.exists(a, project.assets.exists(b, project.assets.exists(c, c == 'x')))",
        "project.assets.exists(a, a in project.assets && a == 'x')",
        "project.assets.map(a, project.assets + project.assets).size() == 0",
        f"{_DOUBLING} == {_DOUBLING}",
        f"project.assets in {_DOUBLING}",
        "project.assets.map(a, project.assets).map(l, l.map(a, a + a + a + a)).size() == 0",
    ],
)
def test_what_takes_too_long_is_cut_off(text: str) -> None:
    expression = read_expression(text, FIELDS)
    start = time.monotonic()
    with pytest.raises(EvaluationError, match=r"^takes (?:more than 50,000 steps|longer than 5 seconds)$"):
        expression.holds(VALUES)
    assert time.monotonic() - start < 3 * MOST_SECONDS


def test_patterns_take_linear_time() -> None:
    values = {"node": {**VALUES["node"], "name": "a" * 100_000}}
    start = time.monotonic()
    assert read_expression('node.name.matches("(a+)+$")', FIELDS).holds(values)
    assert not read_expression('node.name.matches("^(a|a)*b$")', FIELDS).holds(values)
    assert time.monotonic() - start < MOST_SECONDS


def test_size_and_depth_are_limited() -> None:
    with pytest.raises(ExpressionError, match=f"longer than {LONGEST:,} characters"):
        read_expression("node.batch == 3 || " * 200 + "true", FIELDS)
    with pytest.raises(ExpressionError, match="nested too deeply"):
        read_expression("(" * 300 + "true" + ")" * 300, FIELDS)
    deep = DEEPEST // 3 - 5
    assert _holds("(" * deep + "node.batch == 3" + ")" * deep)
    assert _holds(" && ".join(["node.batch == 3"] * 100))


def test_a_string_that_is_not_closed_is_found_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(ExpressionError, match="not closed"):
        read_expression('"' + r"\n" * 500, FIELDS)
    assert time.monotonic() - start < 1


_WORDS = [
    "node",
    "project",
    ".",
    "name",
    "owners",
    "assets",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    "1",
    "-2",
    "0.5",
    '"a"',
    "'",
    '"',
]
_WORDS += [
    "&&",
    "||",
    "!",
    "==",
    "<",
    "+",
    "*",
    "/",
    "%",
    "?",
    ":",
    " in ",
    "true",
    "null",
    "x",
    "\\",
    "\n",
    "//",
    "b'",
    "r'",
]
_WORDS += [f".{name}(" for name in (*MACROS, *METHODS)] + [f"{name}(" for name in FUNCTIONS]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_WORDS), max_size=25).map("".join))
def test_any_text_gives_an_answer_or_a_reason(text: str) -> None:
    start, end, said = 0, 0, "an answer"
    try:
        _holds(text)
    except ExpressionError as error:
        start, end, said = error.start, error.end, str(error)
    except EvaluationError as error:
        said = str(error)
    assert said
    assert 0 <= start <= end <= len(text)
