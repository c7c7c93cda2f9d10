"""The names and the values that modules of users meet are Dagster's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dagster as dg
import pytest
from dagster._config.pythonic_config.resource import ConfigurableLegacyResourceAdapter, ConfigurableResourceFactory
from dagster._core.decorator_utils import get_valid_name_permutations
from dagster._core.definitions.resource_annotation import TreatAsResourceParam, get_resource_args
from dagster._core.execution.context import compute
from dagster_shared.check.functions import CheckError

from floe_lint.dagster import api_arguments, api_names

pytestmark = pytest.mark.filterwarnings("ignore::dagster.BetaWarning")


def test_what_is_imported_with_a_star() -> None:
    bound: dict[str, Any] = {}
    exec("from dagster import *", bound)
    assert api_names.EXPORTED - bound.keys() == set()


def _takes_as_resource(annotation: Any) -> bool:
    def takes(argument: Any) -> None: ...

    takes.__annotations__ = {"argument": annotation}
    return bool(get_resource_args(takes))


def _own_classes() -> Iterator[type]:
    """The classes that ``dagster`` binds, and those in inner modules that count as resources."""
    yield from (found for name in dir(dg) if isinstance(found := getattr(dg, name), type))
    yield from (ConfigurableResourceFactory, ConfigurableLegacyResourceAdapter, TreatAsResourceParam)


def test_classes_of_resources() -> None:
    classes = {found.__name__: _takes_as_resource(found) for found in _own_classes()}
    assert {name: api_names.is_resource_class(f"dagster.{name}") for name in classes} == classes
    assert api_names.RESOURCE_CLASSES - classes.keys() == {"ResourceParam"}


def test_the_mark_of_a_resource() -> None:
    marked: Any = dg.ResourceParam[int]
    assert marked.__metadata__ == (api_names.RESOURCE_MARK,)


def test_names_of_the_context() -> None:
    assert get_valid_name_permutations("context") == api_arguments.CONTEXT_NAMES


def test_types_of_the_context() -> None:
    assert {name for name in api_arguments.CONTEXT_TYPES if not hasattr(compute, name)} == set()


@pytest.mark.parametrize("name", sorted(api_arguments.OBJECTS.values()) + sorted(api_arguments.ITEMS.values()))
def test_classes_of_arguments(name: str) -> None:
    assert isinstance(getattr(dg, name), type)


def test_methods_of_specs() -> None:
    assert dg.AssetSpec("a").with_io_manager_key("b").key == dg.AssetKey("a")
    assert {"with_io_manager_key"} == api_arguments.SPEC_KEEPING
    changed = dg.AssetSpec("a", tags={"a": "b"}, group_name="g")
    assert getattr(changed, "replace_attributes")(tags={"c": "d"}).tags == {"c": "d"}  # noqa: B009
    assert getattr(changed, "merge_attributes")(tags={"c": "d"}).tags == {"a": "b", "c": "d"}  # noqa: B009
    assert {"replace_attributes", "merge_attributes"} == api_arguments.SPEC_CHANGING


@pytest.mark.parametrize(
    ("name", "pair"), [(name, pair) for name, pairs in api_arguments.EXCLUSIVE.items() for pair in pairs]
)
def test_arguments_that_are_refused_together(name: str, pair: tuple[str, str]) -> None:
    values: dict[str, Any] = {
        "compute_kind": "sql",
        "deps": ["a"],
        "internal_asset_deps": {"a": {dg.AssetKey("a")}},
        "key": "a",
        "key_prefix": ["a"],
        "kinds": {"sql"},
        "name": "a",
        "outs": {"a": dg.AssetOut()},
        "specs": [dg.AssetSpec("a")],
    }
    made = getattr(dg, name)

    def given(*arguments: str) -> Any:
        result = made(**{argument: values[argument] for argument in arguments})
        return result(_function(name)) if name in api_names.DECORATORS else result

    given(pair[0])
    with pytest.raises((CheckError, dg.DagsterError)):
        given(*pair)


def _function(decorator: str) -> Any:
    @dg.op
    def inner() -> int:
        return 1

    def graph() -> Any:
        return inner()

    def plain() -> None: ...

    return graph if decorator in api_names.GRAPHS else plain
