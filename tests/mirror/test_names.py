"""Names are accepted, and made of keys, as Dagster does it."""

from __future__ import annotations

from dagster import AssetKey
from dagster._core.definitions.assets.definition.assets_definition import stringify_asset_key_to_input_name
from dagster._core.definitions.utils import (
    DEFAULT_GROUP_NAME,
    DEFAULT_IO_MANAGER_KEY,
    DISALLOWED_NAMES,
    has_valid_name_chars,
    normalize_group_name,
    validate_group_name,
)
from dagster._core.errors import DagsterInvalidDefinitionError
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.dagster.names import (
    DEFAULT_GROUP,
    DEFAULT_IO_MANAGER,
    RESERVED,
    input_name,
    is_group,
    is_name,
    op_name,
    op_name_of_parts,
)

_TEXTS = st.text("ab_-./ é9", max_size=8)
_PARTS = st.lists(st.text("ab_-.", min_size=1, max_size=4), min_size=1, max_size=3)


def test_reserved_names() -> None:
    assert RESERVED == DISALLOWED_NAMES


@given(_TEXTS)
def test_names(text: str) -> None:
    assert is_name(text) == has_valid_name_chars(text)


def _takes_group(text: str) -> bool:
    try:
        validate_group_name(text)
    except DagsterInvalidDefinitionError:
        return False
    return True


@given(_TEXTS.filter(bool))
def test_groups(text: str) -> None:
    assert is_group(text) == _takes_group(text)


def test_the_group_of_an_asset_without_one() -> None:
    assert DEFAULT_GROUP == DEFAULT_GROUP_NAME == normalize_group_name(None)


def test_the_io_manager_that_every_project_has() -> None:
    assert DEFAULT_IO_MANAGER == DEFAULT_IO_MANAGER_KEY


@given(_PARTS)
def test_names_that_are_made_of_a_key(parts: list[str]) -> None:
    key = AssetKey(parts)
    assert op_name(key.to_user_string()) == op_name_of_parts(parts) == key.to_python_identifier()
    assert input_name(parts) == stringify_asset_key_to_input_name(key)
