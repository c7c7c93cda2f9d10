"""Names that rules know are those that Dagster and the loader use."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

from dagster._core.definitions.utils import DISALLOWED_NAMES, is_valid_owner
from dagster._utils.tags import is_valid_strict_tag_value, is_valid_tag_key
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.dagster.labels import is_owner, is_tag, is_tag_value
from tests.rule_cases import RULES


def _rule(path: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(Path(path).stem, RULES / path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_reserved_names_are_those_of_dagster() -> None:
    assert set(_rule("refused-name/refused_name.py").RESERVED) == set(DISALLOWED_NAMES)


def test_the_automation_sensor_has_the_name_that_the_loader_gives_it() -> None:
    from floe_dagster.loading.automation import SENSOR_NAME

    assert _rule("name-collision/name_collision.py").AUTOMATION_SENSOR == SENSOR_NAME


@given(
    st.text("ab-_./ 9@:A%é", max_size=12) | st.sampled_from(["a" * 63, "a" * 64, "dagster/kind/x", "dagster/kind/x y"])
)
def test_labels_are_accepted_as_dagster_accepts_them(text: str) -> None:
    assert is_tag(text) == is_valid_tag_key(text)
    assert is_tag_value(text) == is_valid_strict_tag_value(text)


@given(st.from_regex(r"[a-z%.+-]{0,3}(@|team:)[a-z.-]{0,5}(\.[a-z|A]{1,8})?", fullmatch=True))
def test_owners_are_accepted_as_dagster_accepts_them(owner: str) -> None:
    assert is_owner(owner) == is_valid_owner(owner)
