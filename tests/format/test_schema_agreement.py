"""What decodes the files, pydantic and the explanations agree on every file."""

from __future__ import annotations

import re
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from floe_lint.format.decode import MOST, Refusal, decode
from floe_lint.format.explanations import explain
from floe_lint.format.fields import Section, fields_of, kinds_of
from floe_lint.format.floe_yaml import FloeFile
from floe_lint.format.issues import SchemaIssue
from floe_lint.format.platform_yaml import PlatformFile
from floe_lint.kernel.positions import Route
from tests.format.projects import FLOE, PLATFORM, holds_substitutions, mutated, node_of, substituted
from tests.format.pydantic_models import model_of

Name = Literal["floe", "platform"]
FILES: dict[Name, tuple[type[Section], dict[str, Any]]] = {
    "floe": (FloeFile, FLOE),
    "platform": (PlatformFile, PLATFORM),
}


def _decoded(name: Name, data: dict[str, Any]) -> tuple[Section, list[Refusal]]:
    return decode(FILES[name][0], node_of(data), {})


def _issues(name: Name, data: dict[str, Any]) -> list[SchemaIssue]:
    return explain(_decoded(name, data)[1], FILES[name][0], {})


def _dumped(name: Name, data: dict[str, Any]) -> dict[str, Any] | None:
    """What pydantic makes of a file; ``None`` where it refuses it. Holders for anchors are not part of it."""
    shown = {key: value for key, value in substituted(data).items() if not key.startswith("x-")}
    try:
        return model_of(FILES[name][0]).model_validate(shown).model_dump()
    except ValidationError:
        return None


def _plain(value: Any) -> Any:
    """A declaration as data, with the defaults of what is not given."""
    if isinstance(value, Section):
        tag = value.type if kinds_of(type(value)) else None
        return {
            name: _plain(value.__dict__.get(name, field.default)) for name, field in fields_of(type(value), tag).items()
        }
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, (tuple, list)) else value


def _typed(data: Any) -> Any:
    """Data that differs where 1, 1.0 and True do, and that does not know infinite from infinite."""
    if isinstance(data, dict):
        return {key: _typed(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_typed(value) for value in data]
    return type(data).__name__, data


@pytest.mark.parametrize("name", FILES)
def test_the_bases_are_valid(name: Name) -> None:
    base = FILES[name][1]
    found, refusals = _decoded(name, base)
    assert refusals == []
    assert _typed(_plain(found)) == _typed(_dumped(name, base))


_CASES = st.one_of(st.tuples(st.just("floe"), mutated(FLOE)), st.tuples(st.just("platform"), mutated(PLATFORM)))


@given(_CASES)
@settings(max_examples=1500, deadline=None)
def test_decoding_agrees_with_pydantic(case: tuple[Name, dict[str, Any]]) -> None:
    name, data = case
    found, refusals = _decoded(name, data)
    dumped = _dumped(name, data)
    assert (refusals == []) == (dumped is not None), refusals
    if dumped is not None and not holds_substitutions(data):
        # What variables give to free data is typed by floe only.
        assert _typed(_plain(found)) == _typed(dumped)


@given(_CASES)
@settings(max_examples=1500, deadline=None)
def test_every_refusal_is_explained_once(case: tuple[Name, dict[str, Any]]) -> None:
    _, refusals = _decoded(*case)
    issues = _issues(*case)
    assert bool(issues) == bool(refusals)
    routes = [issue.route for issue in issues]
    assert len(set(routes)) == len(routes)
    for refusal in refusals:
        assert any(_tells_of(issue, refusal.route) for issue in issues), (refusal, routes)


def _tells_of(issue: SchemaIssue, refused: Route) -> bool:
    """Whether an issue speaks of a place, or of all above it. A misspelt key explains the missing one beside it."""
    route = issue.route
    return refused[: len(route)] == route or route[:-1] in (refused, refused[:-1]) or refused in issue.alike


@given(
    st.one_of(
        st.tuples(st.just("floe"), mutated(FLOE, unset=True)),
        st.tuples(st.just("platform"), mutated(PLATFORM, unset=True)),
    )
)
@settings(max_examples=1500, deadline=None)
def test_what_is_not_known_is_not_refused(case: tuple[Name, dict[str, Any]]) -> None:
    found, refusals = _decoded(*case)
    assert bool(_issues(*case)) == bool(refusals), refusals
    # A key may be wrong whatever stands under it.
    refused = {refusal.route for refusal in refusals if refusal.reason not in ("key", "name")}
    for route in _not_known(case[1], ()):
        assert route not in refused
        assert found.at(route) in (None, "${X}", (None,), (), {}), route


def _not_known(data: Any, route: Route) -> list[Route]:
    """The routes of the values that depend on a variable without a value."""
    if data == "${X}":
        return [route]
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [inner for key, item in items for inner in _not_known(item, (*route, key))]


_GOOD_MESSAGE = re.compile(r"[\"a-z].*[^.\s]", re.DOTALL)


@given(_CASES)
@settings(max_examples=1000, deadline=None)
def test_messages_keep_to_the_form(case: tuple[Name, dict[str, Any]]) -> None:
    """Lower case first, no full stop, nothing of Python in them."""
    for issue in _issues(*case):
        assert _GOOD_MESSAGE.fullmatch(issue.message), issue.message
        assert not re.search(r"NoneType|dict\b|<class|None\b|object at", issue.message), issue.message
        assert len(issue.message) < 400


MANY = range(MOST + 300)


@pytest.mark.parametrize(
    "written",
    [
        {f"j{number}": 1 for number in MANY},
        {f"j{number}": {"type": "ops", "nope": 1} for number in MANY},
        {f"a {number}": {"type": "batch", "selection": "x"} for number in MANY},
    ],
    ids=["values", "keys within", "names"],
)
def test_of_many_entries_that_are_wrong_the_first_are_told(written: dict[str, Any]) -> None:
    data = {"name": "a", "version": "1.0.0", "orchestration": {"jobs": written, "schedules": {"s": 1}}}
    issues = _issues("floe", data)
    assert {issue.route[2] for issue in issues if issue.route[1] == "jobs"} == set(list(written)[:MOST])
    assert ("orchestration", "schedules", "s") in {issue.route for issue in issues}


def test_of_many_unknown_keys_the_first_are_told() -> None:
    data = {"name": "a", **{f"k{number}": 1 for number in MANY}}
    routes = [issue.route for issue in _issues("floe", data)]
    assert routes == [*((f"k{number}",) for number in range(MOST)), ("version",)]


def test_of_many_items_that_are_wrong_one_stands_for_the_first() -> None:
    data = {"name": "a", "version": "1.0.0", "orchestration": {"asset_modules": [1] * len(MANY)}}
    (issue,) = _issues("floe", data)
    assert issue.message.endswith("(and so for 999 more items of the list)")
    assert len(issue.alike) == MOST - 1
