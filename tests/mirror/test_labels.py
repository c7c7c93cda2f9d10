"""Tags, kinds, owners and descriptions are those that Dagster accepts and shows."""

from __future__ import annotations

import pytest
from dagster import AssetSpec
from dagster._core.decorator_utils import format_docstring_for_description
from dagster._core.definitions.utils import is_valid_owner
from dagster._core.errors import DagsterInvalidDefinitionError
from dagster._core.storage.tags import KIND_PREFIX
from dagster._utils.tags import is_valid_strict_tag_value, is_valid_tag_key
from hypothesis import given
from hypothesis import strategies as st

from floe_lint.dagster.labels import KIND_TAG, MAX_KINDS, description_of, is_owner, is_tag, is_tag_value


@given(
    st.text("ab-_./ 9@:A%é", max_size=12) | st.sampled_from(["a" * 63, "a" * 64, "dagster/kind/x", "dagster/kind/x y"])
)
def test_tags(text: str) -> None:
    assert is_tag(text) == is_valid_tag_key(text)
    assert is_tag_value(text) == is_valid_strict_tag_value(text)


@given(st.from_regex(r"[a-z%.+-]{0,3}(@|team:)[a-z.-]{0,5}(\.[a-z|A]{1,8})?", fullmatch=True))
def test_owners(owner: str) -> None:
    assert is_owner(owner) == is_valid_owner(owner)


def test_kinds_are_tags() -> None:
    assert KIND_TAG == KIND_PREFIX
    assert AssetSpec("a", kinds={"sql"}).tags == {f"{KIND_TAG}sql": ""}


def test_the_most_kinds() -> None:
    kinds = {f"kind_{number}" for number in range(MAX_KINDS + 1)}
    assert len(AssetSpec("a", kinds=set(sorted(kinds)[:-1])).kinds) == MAX_KINDS
    with pytest.raises(DagsterInvalidDefinitionError):
        AssetSpec("a", kinds=kinds)


@given(st.text("a \n\t.", max_size=20))
def test_descriptions(docstring: str) -> None:
    def described() -> None: ...

    described.__doc__ = docstring
    assert description_of(docstring) == format_docstring_for_description(described)
