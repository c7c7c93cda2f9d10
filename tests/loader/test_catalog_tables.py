"""The table that ``read_table`` returns: verbs, columns and masks."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_dagster.catalog.column import Column
from floe_dagster.catalog.table import Table


def table(**columns: Any) -> Table:
    return Table(pa.table(columns))


CUSTOMERS = table(customer_id=[1, 2, None, 4], email=["a@x", None, "c@x", "d"], name=["A", "B", "C", "D"])


@pytest.mark.parametrize(
    ("mask", "names"),
    [
        (lambda t: t.customer_id.is_not_null() & t.email.contains("@"), ["A"]),
        (lambda t: t.customer_id.is_null() | t.email.contains("@"), ["A", "C"]),
        (lambda t: ~t.email.contains("@"), ["D"]),
        (lambda t: t.customer_id > 1, ["B", "D"]),
        (lambda t: t.customer_id >= 2, ["B", "D"]),
        (lambda t: t.customer_id < 2, ["A"]),
        (lambda t: t.customer_id <= 2, ["A", "B"]),
        (lambda t: t.customer_id == 2, ["B"]),
        (lambda t: t.customer_id != 2, ["A", "D"]),
        (lambda t: (t.name == "A") ^ (t.customer_id == 1), []),
        (lambda t: t.customer_id.is_in([1, 4]), ["A", "D"]),
        (lambda t: ~t.customer_id.is_in([1, 4]), ["B"]),
        (lambda t: t.customer_id.between(2, 4), ["B", "D"]),
        (lambda t: t.email.starts_with("c"), ["C"]),
        (lambda t: t.email.ends_with("x") & t.email.matches("^[ab]"), ["A"]),
        (lambda t: t.email.fill_null("@").contains("@"), ["A", "B", "C"]),
        (lambda t: t.name.lower() == "b", ["B"]),
        (lambda t: t.name == t.name.upper().strip(), ["A", "B", "C", "D"]),
        (lambda t: t.name == t["name"], ["A", "B", "C", "D"]),
        (lambda _: pc.field("name") == "A", ["A"]),
    ],
)
def test_masks(mask: Any, names: list[str]) -> None:
    assert CUSTOMERS.filter(mask(CUSTOMERS)).name.to_pylist() == names
    if not isinstance(mask(CUSTOMERS), pc.Expression):
        assert CUSTOMERS[mask(CUSTOMERS)].name.to_pylist() == names


def test_null_is_neither_true_nor_false() -> None:
    assert CUSTOMERS.email.contains("@").to_pylist() == [True, None, True, False]
    false_and_null = (CUSTOMERS.name == "A") & CUSTOMERS.email.contains("@")
    assert false_and_null.to_pylist() == [True, False, False, False]


def test_and_or_between_columns_say_what_to_use_instead() -> None:
    with pytest.raises(TypeError, match=r"^a column has no single truth value; use & \| ~ between masks"):
        CUSTOMERS.filter(CUSTOMERS.customer_id.is_null() and CUSTOMERS.email.is_null())


def test_dates_compare_with_text() -> None:
    days = table(day=[dt.date(2024, 1, 1), dt.date(2024, 2, 1)], at=[dt.datetime(2024, 1, 1), dt.datetime(2024, 2, 1)])
    assert (days.day > "2024-01-15").to_pylist() == [False, True]
    assert (days.at <= "2024-01-15").to_pylist() == [True, False]


def test_arithmetic() -> None:
    t = table(a=[1, 2], b=[4, 5], s=["x", "y"])
    assert (t.a + t.b * 2 - 1).to_pylist() == [8, 11]
    assert (1 + t.a).to_pylist() == [2, 3]
    assert (10 - t.a).to_pylist() == [9, 8]
    assert (3 * -t.a).to_pylist() == [-3, -6]
    assert (t.a / 2).to_pylist() == [0.5, 1.0]
    assert (t.s + "!").to_pylist() == ["x!", "y!"]
    assert (t.a.sum(), t.a.min(), t.a.max(), t.a.mean(), len(t.a), list(t.s)) == (3, 1, 2, 1.5, 2, ["x", "y"])


def test_shape_and_selection() -> None:
    assert (CUSTOMERS.num_rows, len(CUSTOMERS)) == (4, 4)
    assert CUSTOMERS.column_names == ["customer_id", "email", "name"]
    assert CUSTOMERS.select("name", "email").column_names == ["name", "email"]
    assert CUSTOMERS.select(["name"]).column_names == ["name"]
    assert CUSTOMERS.drop("email").column_names == ["customer_id", "name"]
    assert CUSTOMERS.rename({"name": "n"}).column_names == ["customer_id", "email", "n"]
    assert CUSTOMERS.head(1).to_pylist() == [{"customer_id": 1, "email": "a@x", "name": "A"}]
    assert repr(CUSTOMERS) == "<Table 4 rows: customer_id, email, name>"
    added = CUSTOMERS.with_column("one", 1).with_column("name", CUSTOMERS.name.lower()).with_column("l", [1, 2, 3, 4])
    assert added.head(1).to_pylist() == [{"customer_id": 1, "email": "a@x", "name": "a", "one": 1, "l": 1}]


def test_what_pyarrow_has_is_there_and_stays_a_table() -> None:
    assert isinstance(CUSTOMERS.slice(1, 2), Table)
    assert CUSTOMERS.sort_by([("name", "descending")]).name.to_pylist() == ["D", "C", "B", "A"]
    assert isinstance(CUSTOMERS.column("name"), Column)
    assert CUSTOMERS.name.unique().to_pylist() == ["A", "B", "C", "D"]
    assert CUSTOMERS.equals(CUSTOMERS)
    assert CUSTOMERS.schema.names == CUSTOMERS.column_names
    assert CUSTOMERS.name.null_count == 0


def test_columns_that_do_not_exist_are_named() -> None:
    with pytest.raises(AttributeError, match=r'^the table has no column "nmae"; it has customer_id, email, name$'):
        _ = CUSTOMERS.nmae
    for use in (
        lambda: CUSTOMERS["nmae"],
        lambda: CUSTOMERS.select("nmae"),
        lambda: CUSTOMERS.group_by("nmae"),
        lambda: CUSTOMERS.join(CUSTOMERS, "nmae"),
        lambda: CUSTOMERS.group_by("name").aggregate([("nmae", "sum")]),
    ):
        with pytest.raises(KeyError, match=r'the table has no column "nmae"; it has customer_id, email, name'):
            use()


def test_columns_named_like_methods_are_items() -> None:
    odd = table(filter=[1], schema=["s"], count=[2])
    assert odd["filter"].to_pylist() == [1]
    assert odd.schema.to_pylist() == ["s"]
    assert odd.group_by("count").to_pylist() == [{"count": 2, "count_": 1}]


def test_to_other_libraries() -> None:
    import duckdb

    assert CUSTOMERS.to_pandas()["name"].tolist() == ["A", "B", "C", "D"]
    assert pa.table(CUSTOMERS).equals(CUSTOMERS.arrow)
    people = CUSTOMERS.arrow
    assert duckdb.connect().execute("select count(*) from people").fetchall() == [(len(people),)]
    copy = pickle.loads(pickle.dumps(CUSTOMERS.group_by("name")))
    assert copy.to_pylist() == CUSTOMERS.group_by("name").to_pylist()


ORDERS = table(customer_id=[4, 1, 4, 9, None], name=["o1", "o2", "o3", "o4", "o5"], tags=[["x"], [], ["y"], None, []])


@pytest.mark.parametrize(
    ("how", "rows"),
    [
        ("inner", [(1, "A", "o2"), (4, "D", "o1"), (4, "D", "o3")]),
        ("left", [(1, "A", "o2"), (2, "B", None), (None, "C", None), (4, "D", "o1"), (4, "D", "o3")]),
        ("right", [(1, "A", "o2"), (4, "D", "o1"), (4, "D", "o3"), (9, None, "o4"), (None, None, "o5")]),
        (
            "outer",
            [
                (1, "A", "o2"),
                (2, "B", None),
                (None, "C", None),
                (4, "D", "o1"),
                (4, "D", "o3"),
                (9, None, "o4"),
                (None, None, "o5"),
            ],
        ),
    ],
)
def test_joins(how: Any, rows: list[tuple[Any, ...]]) -> None:
    joined = CUSTOMERS.join(ORDERS, "customer_id", how=how)
    assert joined.column_names == ["customer_id", "email", "name", "name_right", "tags"]
    assert [(row["customer_id"], row["name"], row["name_right"]) for row in joined.to_pylist()] == rows


def test_semi_and_anti_joins_keep_the_left_columns() -> None:
    semi = CUSTOMERS.join(ORDERS, "customer_id", how="semi")
    assert (semi.column_names, semi.name.to_pylist()) == (CUSTOMERS.column_names, ["A", "D"])
    assert CUSTOMERS.join(ORDERS, "customer_id", how="anti").name.to_pylist() == ["B", "C"]


def test_joins_on_other_names_and_types() -> None:
    orders = Table(pa.table({"who": pa.array([4, 1], pa.int32()), "n": [1, 2]}))
    joined = CUSTOMERS.join(orders, "customer_id", right_on="who")
    assert [(row["customer_id"], row["n"]) for row in joined.to_pylist()] == [(1, 2), (4, 1)]
    assert CUSTOMERS.join(orders.arrow, ["customer_id"], right_on=["who"]).num_rows == 2
    with pytest.raises(
        ValueError, match=r'^join cannot be "cross"; it is one of inner, left, right, outer, semi, anti$'
    ):
        CUSTOMERS.join(orders, "customer_id", how="cross")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^join has 1 keys on the left and 2 on the right$"):
        CUSTOMERS.join(orders, "customer_id", right_on=["who", "n"])


def test_grouping() -> None:
    grouped = ORDERS.with_column("n", [1, 2, 3, 4, 5]).group_by("customer_id")
    assert grouped.to_pylist() == [
        {"customer_id": 4, "count": 2},
        {"customer_id": 1, "count": 1},
        {"customer_id": 9, "count": 1},
        {"customer_id": None, "count": 1},
    ]
    assert grouped.num_rows == 4
    assert repr(grouped) == "<GroupedTable 4 rows: customer_id, count>"
    sums = grouped.aggregate([("n", "sum"), ("name", "max")])
    assert sums.head(2).to_pylist() == [
        {"customer_id": 4, "n_sum": 4, "name_max": "o3"},
        {"customer_id": 1, "n_sum": 2, "name_max": "o2"},
    ]
    assert grouped.aggregate({"n": ["min", "max"]}).column_names == ["customer_id", "n_min", "n_max"]
    assert grouped.filter(grouped["count"] > 1).to_pylist() == [{"customer_id": 4, "count": 2}]
    assert ORDERS.group_by("customer_id", "name").num_rows == ORDERS.group_by(["customer_id", "name"]).num_rows == 5


keys = st.lists(st.one_of(st.none(), st.integers(0, 3)), max_size=6)


def _two(left: list[int | None], right: list[int | None]) -> tuple[Table, Table]:
    mine = pa.table({"k": pa.array(left, pa.int64()), "l": pa.array(range(len(left)), pa.int64())})
    theirs = pa.table({"k": pa.array(right, pa.int64()), "r": pa.array(range(len(right)), pa.int64())})
    return Table(mine), Table(theirs)


@settings(max_examples=60, deadline=None)
@given(keys, keys)
def test_an_inner_join_is_every_matching_pair_in_order(left: list[int | None], right: list[int | None]) -> None:
    mine, theirs = _two(left, right)
    expected = [
        {"k": key, "l": i, "r": j}
        for i, key in enumerate(left)
        for j, other in enumerate(right)
        if key is not None and key == other
    ]
    assert mine.join(theirs, "k").to_pylist() == expected


@settings(max_examples=60, deadline=None)
@given(keys, keys)
def test_semi_and_anti_part_the_table(left: list[int | None], right: list[int | None]) -> None:
    mine, theirs = _two(left, right)
    semi, anti = (mine.join(theirs, "k", how=how).to_pylist() for how in ("semi", "anti"))  # type: ignore[arg-type]
    assert sorted([*semi, *anti], key=lambda row: row["l"]) == mine.to_pylist()
    assert all(row["k"] in right for row in semi)


@settings(max_examples=60, deadline=None)
@given(keys)
def test_grouping_counts_every_row_once(values: list[int | None]) -> None:
    counted = Table(pa.table({"k": pa.array(values, pa.int64())})).group_by("k")
    assert {row["k"]: row["count"] for row in counted.to_pylist()} == {key: values.count(key) for key in values}
    assert counted.k.to_pylist() == list(dict.fromkeys(values))
