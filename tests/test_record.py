"""Our ``NamedTuple`` does what ``typing.NamedTuple`` does."""

from __future__ import annotations

import ast
import copy
import pickle
import typing
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.kernel import records
from tests.rule_cases import ROOT, RULES


class Theirs(typing.NamedTuple):
    """A point."""

    x: int
    y: NoSuchName = "none"  # type: ignore[name-defined] # noqa: F821
    z: tuple[int, ...] = ()

    @property
    def double(self) -> int:
        """Twice x."""
        return self.x * 2


class Ours(records.NamedTuple):
    """A point."""

    x: int
    y: NoSuchName = "none"  # type: ignore[name-defined] # noqa: F821
    z: tuple[int, ...] = ()

    @property
    def double(self) -> int:
        """Twice x."""
        return self.x * 2


class Empty(records.NamedTuple):
    """Nothing."""


CALLS = st.tuples(
    st.lists(st.integers(), max_size=4), st.dictionaries(st.sampled_from("xyzw"), st.integers(), max_size=3)
)


def _outcome(call: Any) -> Any:
    try:
        return call()
    except (TypeError, ValueError) as error:
        return type(error)


@given(CALLS)
def test_it_is_made_of_the_same_arguments(call: tuple[list[int], dict[str, int]]) -> None:
    made = [_outcome(lambda kind=kind: kind(*call[0], **call[1])) for kind in (Theirs, Ours)]
    assert made[0] == made[1]
    if isinstance(made[1], Ours):
        assert made[1]._asdict() == made[0]._asdict()
        assert repr(made[1]) == repr(made[0]).replace("Theirs", "Ours")
        assert made[1].double == made[0].double
        assert hash(made[1]) == hash(made[0])


@given(st.dictionaries(st.sampled_from("xyzw"), st.integers(), max_size=4))
def test_fields_are_replaced_alike(changes: dict[str, int]) -> None:
    replaced = [_outcome(lambda kind=kind: kind(1)._replace(**changes)) for kind in (Theirs, Ours)]
    assert replaced[0] == replaced[1]


@given(st.lists(st.integers(), max_size=5))
def test_it_is_made_of_values_alike(values: list[int]) -> None:
    assert _outcome(lambda: Theirs._make(values)) == _outcome(lambda: Ours._make(values))


def test_it_looks_the_same() -> None:
    for name in ("_fields", "_field_defaults", "__match_args__", "__doc__", "__slots__"):
        assert getattr(Ours, name) == getattr(Theirs, name)
    assert Ours.__mro__[1:] == Theirs.__mro__[1:] == (tuple, object)
    assert list(Ours.__annotations__) == list(Theirs.__annotations__)


def test_it_can_be_copied_pickled_and_matched() -> None:
    made = Ours(1, "a", (2,))
    assert pickle.loads(pickle.dumps(made)) == made
    assert type(pickle.loads(pickle.dumps(made))) is Ours
    assert copy.deepcopy(made) == made
    match made:
        case Ours(x, y):
            assert (x, y) == (1, "a")


def test_a_class_without_fields_is_empty() -> None:
    assert Empty() == ()
    assert repr(Empty()) == "Empty()"


def test_it_has_no_place_for_other_attributes() -> None:
    with pytest.raises(AttributeError):
        Ours(1).other = 2  # type: ignore[attr-defined]


def test_records_of_more_than_three_fields_name_them_where_they_are_made() -> None:
    """Four values in a row say nothing to a reader; the numbers of a span are the exception."""
    paths = [path for folder in ("floe_lint", "floe_dagster") for path in sorted((ROOT / folder).rglob("*.py"))]
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in [*paths, *sorted(RULES.glob("*/*.py"))]}
    records = {
        node.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(ast.unparse(base) == "NamedTuple" for base in node.bases)
    } - {"Span"}
    by_position = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.func.id}"
        for path, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in records
        and sum(not isinstance(argument, ast.Starred) for argument in node.args) > 3
    ]
    assert by_position == [], "\n".join(by_position)
