"""Variables in strings: what is one, what is not, and what comes of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.variables.interpolation import Substituted, Unset, Variable, malformed, substitute, variables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${A}", [("A", None, 0, 4)]),
        ("${A:b}", [("A", "b", 0, 6)]),
        ("${A:-b}", [("A", "b", 0, 7)]),
        ("${A:}", [("A", "", 0, 5)]),
        ("${A:-}", [("A", "", 0, 6)]),
        ("${A:--b}", [("A", "-b", 0, 8)]),
        ("${CRON:0 6 * * *} x ${_b2:-a:b}", [("CRON", "0 6 * * *", 0, 17), ("_b2", "a:b", 20, 31)]),
        ("$${A}", [("A", None, 1, 5)]),
        ("${A:line\nbreak}", [("A", "line\nbreak", 0, 15)]),
        ("$A {A} ${} ${A-b} ${1}", []),
        ("${open ${A}", [("A", None, 7, 11)]),
    ],
)
def test_variables(text: str, expected: list[tuple[str, str | None, int, int]]) -> None:
    assert [found[:4] for found in variables(text)] == expected
    for found in variables(text):
        if found.default is not None:
            assert text[found.default_start :].startswith(found.default)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${A", [('"${" has no closing "}"', "${A")]),
        ("a ${A b", [('"${" has no closing "}"', "${A b")]),
        ("${A ${B}", [('"${" has no closing "}" before the next "${"', "${A ")]),
        ("${}", [('"${}" names no variable', "${}")]),
        ("x ${ A } y", [('spaces cannot stand around the name "A"; write "${A}"', "${ A }")]),
        ("${A-b}", [('"-" cannot follow the name "A"; write "${A:default}" for a default', "${A-b}")]),
        ("${A?b}", [('"?" cannot follow the name "A"; write "${A:default}" for a default', "${A?b}")]),
        ("${:b}", [('a name is missing before ":"; write "${NAME:default}"', "${:b}")]),
        ("${{ a }}", [('"${{ … }}" is the syntax of another tool; write "${NAME}"', "${{ a }")]),
        (
            "${1A} ${a.b}",
            [
                ('"1A" is not a variable name; names are letters, digits and "_", not starting with a digit', "${1A}"),
                (
                    '"a.b" is not a variable name; names are letters, digits and "_", not starting with a digit',
                    "${a.b}",
                ),
            ],
        ),
        (
            "${A:${B}}",
            [('the default of "A" ends at the first "}", so it cannot hold another "${"', "${A:${B}")],
        ),
        ("${A} ${B:c} $D {e} $", []),
    ],
)
def test_malformed(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(found.reason, text[found.start : found.end]) for found in malformed(text)] == expected


def test_a_long_wrong_name_is_cut() -> None:
    (found,) = malformed("${1" + "x" * 500 + "}")
    assert found.reason.startswith('"1' + "x" * 38 + '…" is not a variable name')


_IDEA = re.compile(r"\$\{(?P<name>[A-Za-z_][A-Za-z0-9_]*)(?:(?::-|:)(?P<default>[^}]*))?\}")
"""The regular expression that the format gives."""


@given(st.text("${}:-AB1 ", max_size=14))
@settings(max_examples=3000)
def test_agrees_with_the_format(text: str) -> None:
    """Where nothing is malformed, the references are those that the regular expression finds."""
    if not malformed(text):
        assert [(found.name, found.default, found.start, found.end) for found in variables(text)] == [
            (match["name"], match["default"], *match.span()) for match in _IDEA.finditer(text)
        ]


@given(st.text("${}:-AB1 ", max_size=14))
@settings(max_examples=2000)
def test_every_opening_is_accounted_for(text: str) -> None:
    ranges = [(found.start, found.end) for found in variables(text)]
    ranges += [(wrong.start, wrong.end) for wrong in malformed(text)]
    for opening in re.finditer(r"\$\{", text):
        assert any(start <= opening.start() < end for start, end in ranges)


@pytest.mark.parametrize(
    ("text", "environment", "expected", "kind"),
    [
        ("plain", {"A": "x"}, "plain", str),
        ("${A}", {"A": "x"}, "x", Substituted),
        ("${A:d}-${B:e}", {"A": "x"}, "x-e", Substituted),
        ("${A}", {"A": ""}, "", Substituted),
        ("${A:d}", {"A": ""}, "", Substituted),
        ("${A:-d}", {"A": ""}, "d", Substituted),
        ("${A:-d}", {"A": "x"}, "x", Substituted),
        ("${A:-d}", {}, "d", Substituted),
        ("${A:d}", {"A": Unset("${B}")}, "${A:d}", Unset),
        ("${A:d}", {}, "d", Substituted),
        ("a ${A} ${B:c}", {}, "a ${A} ${B:c}", Unset),
        ("${A}", {"A": "${B}", "B": "no"}, "${B}", Substituted),
        ("${A-b}", {"A": "x"}, "${A-b}", Unset),
        ("${A} ${", {"A": "x"}, "${A} ${", Unset),
    ],
)
def test_substitute(text: str, environment: dict[str, str], expected: str, kind: type[Any]) -> None:
    found = substitute(text, environment)
    assert found == expected
    assert type(found) is kind


def test_where_a_value_comes_from() -> None:
    found = substitute("${A:1}${B:2}${C:-3}", {"B": "3", "C": ""})
    assert isinstance(found, Substituted)
    assert [(variable.name, is_given) for variable, is_given in found.used] == [("A", False), ("B", True), ("C", False)]
    assert found.used[0][0] == Variable(name="A", default="1", start=0, end=6, default_start=4, fills_empty=False)


@pytest.mark.parametrize("unit", ["${", "${A:", "${1 ", "${A ", "${A$", "${A:${B", "$"])
@pytest.mark.parametrize("end", ["", "}"])
def test_hostile_text_takes_linear_time(unit: str, end: str) -> None:
    """Quadratic work on 4 MB would take hours."""
    text = unit * (4_000_000 // len(unit)) + end
    assert len(malformed(text)) <= 1001
    variables(text)
    substitute(text, {})
