"""The light checker, pydantic and the explanations agree on every file."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from floe_lint.format import generate, table
from floe_lint.format.check import FAILED, check
from floe_lint.format.explanations import explain
from floe_lint.format.floe_yaml import FloeFile
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.format.shapes import Shape, shape_of
from floe_lint.kernel.positions import Route
from tests.format.projects import FLOE, PLATFORM, holds_substitutions, mutated

Name = Literal["floe", "platform"]
SCHEMAS: dict[Name, tuple[type[BaseModel], Shape, dict[str, Any]]] = {
    "floe": (FloeFile, table.FLOE, FLOE),
    "platform": (PlatformFile, table.PLATFORM, PLATFORM),
}


def test_table_is_up_to_date() -> None:
    assert generate.TARGET.read_text(encoding="utf-8") == generate.table()


def test_a_construct_that_check_does_not_know_is_refused() -> None:
    class Model(BaseModel):
        value: bytes

    with pytest.raises(ValueError, match="no shape for"):
        shape_of(Model.model_json_schema())


def _checked(shape: Shape, data: Any) -> tuple[Any, list[Route]]:
    failures: list[Route] = []
    return check(shape, data, (), failures), failures


def _dumped(model: type[BaseModel], data: dict[str, Any]) -> dict[str, Any] | None:
    """What pydantic makes of a file; ``None`` where it refuses it. Holders for anchors are not part of it."""
    shown = {key: value for key, value in data.items() if not key.startswith("x-")}
    try:
        return model.model_validate(shown).model_dump()
    except ValidationError:
        return None


def _typed(data: Any) -> Any:
    """Data that differs where 1, 1.0 and True do, and that does not know infinite from infinite."""
    if isinstance(data, dict):
        return {key: _typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_typed(value) for value in data]
    return type(data).__name__, data


@pytest.mark.parametrize("name", ["floe", "platform"])
def test_the_bases_are_valid(name: Name) -> None:
    model, shape, base = SCHEMAS[name]
    data, failures = _checked(shape, base)
    assert failures == []
    dumped = _dumped(model, base)
    assert dumped is not None
    assert _typed(data) == _typed(dumped | {key: value for key, value in data.items() if key.startswith("x-")})
    assert explain(name, base) == []


_CASES = st.one_of(st.tuples(st.just("floe"), mutated(FLOE)), st.tuples(st.just("platform"), mutated(PLATFORM)))


@given(_CASES)
@settings(max_examples=1500, deadline=None)
def test_check_agrees_with_pydantic(case: tuple[Name, dict[str, Any]]) -> None:
    name, data = case
    model, shape, _ = SCHEMAS[name]
    checked, failures = _checked(shape, data)
    dumped = _dumped(model, data)
    assert (checked is not FAILED and not failures) == (dumped is not None)
    if dumped is not None and not holds_substitutions(data):
        # What variables give to free data is typed by check only.
        holders = {key: value for key, value in checked.items() if key.startswith("x-")}
        assert _typed(dumped | holders) == _typed(checked)


@given(_CASES)
@settings(max_examples=1500, deadline=None)
def test_every_failure_is_explained_once(case: tuple[Name, dict[str, Any]]) -> None:
    name, data = case
    checked, failures = _checked(SCHEMAS[name][1], data)
    issues = explain(name, data)
    assert bool(issues) == (checked is FAILED or bool(failures))
    routes = [issue.route for issue in issues]
    assert len(set(routes)) == len(routes)
    for route in failures:
        # A misspelt key explains the one that is missing beside it.
        assert any(
            explained[: len(route)] == route or explained[:-1] == route[:-1] or route[: len(explained)] == explained
            for explained in routes
        ), (route, routes)


@given(
    st.one_of(
        st.tuples(st.just("floe"), mutated(FLOE, unset=True)),
        st.tuples(st.just("platform"), mutated(PLATFORM, unset=True)),
    )
)
@settings(max_examples=1500, deadline=None)
def test_what_is_not_known_is_not_explained(case: tuple[Name, dict[str, Any]]) -> None:
    name, data = case
    checked, failures = _checked(SCHEMAS[name][1], data)
    issues = explain(name, data)
    assert bool(issues) == (checked is FAILED or bool(failures)), (failures, issues)


_GOOD_MESSAGE = re.compile(r"[\"a-z].*[^.\s]", re.DOTALL)


@given(_CASES)
@settings(max_examples=1000, deadline=None)
def test_messages_keep_to_the_form(case: tuple[Name, dict[str, Any]]) -> None:
    """Lower case first, no full stop, nothing of pydantic or Python in them."""
    for issue in explain(*case):
        assert _GOOD_MESSAGE.fullmatch(issue.message), issue.message
        assert not re.search(r"pydantic|NoneType|dict\b|<class|Input should|\[type=|None\b", issue.message), (
            issue.message
        )
        assert len(issue.message) < 400
