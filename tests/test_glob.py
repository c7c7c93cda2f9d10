"""Globs of waivers over paths and routes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.kernel.globs import matches


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("floe.yaml", "floe.yaml", True),
        ("floe.yaml", "a/floe.yaml", False),
        ("*.yaml", "a/floe.yaml", False),
        ("**/floe.yaml", "floe.yaml", True),
        ("**/floe.yaml", "a/b/floe.yaml", True),
        ("a/**/floe.yaml", "a/floe.yaml", True),
        ("a/*/floe.yaml", "a/b/c/floe.yaml", False),
        ("a", "a/b/floe.yaml", True),
        ("a/", "a/b/floe.yaml", True),
        ("a", "ab/floe.yaml", False),
        ("fl?e.yaml", "floe.yaml", True),
        ("fl?e.yaml", "fl/e.yaml", False),
        ("[ab].yaml", "a.yaml", False),
        ("floe.yaml", "floeXyaml", False),
    ],
)
def test_paths(pattern: str, path: str, expected: bool) -> None:
    assert matches(pattern, path, "/") is expected


@pytest.mark.parametrize(
    ("pattern", "route", "expected"),
    [
        ("orchestration.jobs.*", "orchestration.jobs.daily.selection[0]", True),
        ("orchestration.jobs.*.selection", "orchestration.jobs.daily.selection[0]", True),
        ("orchestration.jobs.*.selection", "orchestration.jobs.daily.selections", False),
        ("**.selection", "orchestration.jobs.daily.selection[3]", True),
        ("orchestration.jobs", "orchestration.jobs2", False),
    ],
)
def test_routes(pattern: str, route: str, expected: bool) -> None:
    assert matches(pattern, route, ".") is expected


@given(st.text(alphabet="ab/.[(", max_size=12))
def test_a_text_without_wildcards_names_itself_and_what_lies_below(text: str) -> None:
    name = text.rstrip("/")
    assert matches(name, name, "/")
    assert matches(name, f"{name}/x", "/")
    assert not matches(name, f"{name}x", "/")
