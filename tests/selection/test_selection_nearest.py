"""The suggestion for a misspelt name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.kernel.near_names import nearest, nearest_names

NAMES = ["bronze_customers", "bronze_orders", "silver", "gold", "group", "tag", "raw/customers"]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("bronze_custmers", "bronze_customers"),  # a letter missing
        ("bronze_customerss", "bronze_customers"),  # a letter too many
        ("bronze_custoners", "bronze_customers"),  # a wrong letter
        ("bronze_cutsomers", "bronze_customers"),  # two swapped
        ("bornze_cutsomrs", "bronze_customers"),  # three of these
        ("Bronze-Customers", "bronze_customers"),
        ("BRONZE.ORDERS", "bronze_orders"),
        ("customers_bronze", "bronze_customers"),
        ("raw/custmers", "raw/customers"),
        ("grup", "group"),
        ("tga", "tag"),
        ("TAG", "tag"),
        ("gold_", "gold"),
        ("silver", None),  # the name itself
        ("customers", None),
        ("platinum", None),
        ("go", None),
        ("", None),
    ],
)
def test_nearest(name: str, meant: str | None) -> None:
    assert nearest(name, NAMES) == meant


def test_short_names_only_differ_in_case_or_separators() -> None:
    assert nearest("ab", ["ac", "AB", "b"]) == "AB"
    assert nearest("ab", ["ac", "b"]) is None


def test_the_nearest_come_first_and_equal_ones_by_prefix_then_alphabet() -> None:
    assert nearest_names("orders", ["border", "orderz", "ordres", "Orders", "ordera", "unlike"], 5) == [
        "Orders",
        "ordera",
        "orderz",
        "ordres",
        "border",
    ]


@given(st.lists(st.text("ab_-C", max_size=6)), st.text("ab_-C", max_size=6), st.randoms())
def test_the_order_of_candidates_does_not_matter(candidates: list[str], name: str, random: object) -> None:
    expected = nearest_names(name, candidates)
    random.shuffle(candidates)  # type: ignore[attr-defined]
    assert nearest_names(name, candidates) == expected


@given(st.text("abcd", max_size=9), st.text("abcd", max_size=9))
def test_nearness_is_the_optimal_string_alignment_distance(name: str, candidate: str) -> None:
    limit = (len(name) + 2) // 4 if len(name) > 2 else 0
    near = name != candidate and _alignment(name, candidate) <= limit
    assert nearest(name, [candidate]) == (candidate if near else None)


def _alignment(left: str, right: str) -> int:
    """The textbook recurrence."""
    table = {(row, column): row + column for row in range(len(left) + 1) for column in range(len(right) + 1)}
    for row in range(1, len(left) + 1):
        for column in range(1, len(right) + 1):
            table[row, column] = min(
                table[row - 1, column] + 1,
                table[row, column - 1] + 1,
                table[row - 1, column - 1] + (left[row - 1] != right[column - 1]),
            )
            if left[max(row - 2, 0) : row] == right[max(column - 2, 0) : column][::-1] and row > 1 < column:
                table[row, column] = min(table[row, column], table[row - 2, column - 2] + 1)
    return table[len(left), len(right)]
