"""Plain scalars: what YAML 1.2 says, and where a reader of YAML 1.1 differs, with PyYAML as the judge of that."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from floe_lint.yaml.parse import parse_document
from floe_lint.yaml.scalars import differs_in_yaml_1_1, resolve_plain, resolve_plain_1_1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("nUll", "nUll"),
        ("true", True), ("True", True), ("FALSE", False), ("yes", "yes"), ("on", "on"), ("NO", "NO"), ("y", "y"),
        ("0", 0), ("-0", 0), ("+12", 12), ("012", 12), ("-7", -7), ("0o17", 15), ("0x1F", 31), ("0b11", "0b11"),
        ("1_000", "1_000"), ("12:30", "12:30"), ("12:30:45", "12:30:45"), ("2024-01-01", "2024-01-01"),
        ("1.5", 1.5), ("1.", 1.0), (".5", 0.5), ("-.5", -0.5), ("1e3", 1000.0), ("1.5E-3", 0.0015), (".", "."),
        (".inf", math.inf), ("-.Inf", -math.inf), ("+.INF", math.inf), ("-.nan", "-.nan"), ("1.0.0", "1.0.0"),
        ("0 6 * * *", "0 6 * * *"), ("+", "+"), ("-", "-"), ("1e", "1e"), ("0x", "0x"), ("0o8", "0o8"),
    ],
)  # fmt: skip
def test_core_schema(text: str, value: Any) -> None:
    """YAML 1.2.2, section 10.3.2."""
    found = resolve_plain(text)
    assert (type(found), found) == (type(value), value)


def test_not_a_number() -> None:
    assert math.isnan(resolve_plain(".nan"))  # type: ignore[arg-type]


def test_very_long_numbers_stay_text() -> None:
    assert resolve_plain("9" * 400) == int("9" * 400)
    assert resolve_plain("9" * 401) == "9" * 401
    assert resolve_plain("1." + "9" * 401) == "1." + "9" * 401


class _Reader(yaml.SafeLoader):
    """PyYAML without dates, which every reader hands on as text in the end."""


_Reader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] not in ("timestamp", "value", "merge")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _in_pyyaml(text: str) -> Any:
    reader = _Reader("")
    tag = reader.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    try:
        return reader.construct_object(yaml.ScalarNode(tag, text))
    except ValueError:
        return text


@given(st.text("yesnoffYNO0123456789_:.eE+-xobtrualTRUAL~", max_size=8))
@example("0b__")
@example("-1:59.5")
@settings(max_examples=6000)
def test_the_values_of_yaml_1_1_are_those_of_pyyaml(text: str) -> None:
    there, found = _in_pyyaml(text), resolve_plain_1_1(text) if text else None
    assert type(found) is type(there)
    assert found == there or (found != found and there != there)


@pytest.mark.parametrize(
    ("text", "differs"),
    [
        ("no", True), ("On", True), ("OFF", True), ("yEs", False), ("y", False), ("n", False), ("Norway", False),
        ("012", True), ("08", True), ("0", False), ("00", False), ("-012", True), ("12:30", True), ("06:30", False),
        ("12:60", False), ("1_000", True), ("1e3", True), ("1.5e+3", False), ("0o7", True), ("0x1F", False),
        ("0b11", True), ("2024-01-01", False), ("1.10", False), ("-.5", True), ("true", False), ("null", False),
        ("", False), ("30", False),
    ],
)  # fmt: skip
def test_what_differs(text: str, differs: bool) -> None:
    assert differs_in_yaml_1_1(text) is differs


@pytest.mark.parametrize(
    ("text", "ambiguous"),
    [
        ("a: no\n", True), ("no: a\n", True), ("[012]", True), ("a: {b: on}", True), ("a: 'no'\n", False),
        ("a: !!str no\n", False), ("a: |\n  no\n", False), ("# no\na: b\n", False), ("a: b # no\n", False),
    ],
)  # fmt: skip
def test_a_document_knows_whether_to_look_closer(text: str, ambiguous: bool) -> None:
    assert parse_document("floe.yaml", text).is_ambiguous is ambiguous


def test_tags() -> None:
    document = parse_document("floe.yaml", "a: !!str 12\nb: !!int '12'\nc: ! 12\nd: !!bool 'true'\ne: !!null ''\n")
    values = [document.node((key,)).value for key in "abcde"]  # type: ignore[union-attr]
    assert values == ["12", 12, "12", True, None]


def test_duplicates_know_where_they_are() -> None:
    text = "a: 1\nb:\n  - x: {y: 1, y: 2}\n    x: 3\n'a': 2\n? a\n: 4\nc: {<<: {d: 1}, <<: {d: 2}}\n"
    document = parse_document("floe.yaml", text)
    assert [
        (defect.kind, defect.message, defect.route, document.text_of(defect.span), defect.span[:2], defect.first[:2])
        for defect in document.defects
        if defect.first is not None
    ] == [
        ("duplicate", "y", ("b", 0, "x", "y"), "y", (3, 15), (3, 9)),
        ("duplicate", "x", ("b", 0, "x"), "x", (4, 5), (3, 5)),
        ("duplicate", "a", ("a",), "'a'", (5, 1), (1, 1)),
        ("duplicate", "a", ("a",), "a", (6, 3), (1, 1)),
        ("duplicate", "<<", ("c", "<<"), "<<", (8, 17), (8, 5)),
    ]
    assert len(document.defects) == 5
