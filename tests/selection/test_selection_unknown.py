"""Names that do not exist, and what was meant."""

from __future__ import annotations

import pytest

from floe_lint.dagster.selection.index import AssetIndex, SelectableAsset
from floe_lint.dagster.selection.syntax import Attribute, SelectionError, parse_selection
from floe_lint.dagster.selection.unknown import UnknownName, unknown_names, write_term

SHOP = AssetIndex(
    [
        SelectableAsset("raw/customers", "customers", "raw", external=True),
        SelectableAsset(
            "bronze_customers",
            "bronze_customers",
            "bronze",
            {"layer": "bronze", "nightly": ""},
            frozenset({"python"}),
            ("team:data", "jane@acme.io"),
        ),
        SelectableAsset("eu/orders", "orders", "silver", {"layer": "silver"}),
        SelectableAsset("us/orders", "orders", "silver", {"layer": "gold"}),
    ],
    [[], [0], [], []],
)


def unknown(text: str) -> list[UnknownName]:
    expression = parse_selection(text)
    assert not isinstance(expression, SelectionError)
    return unknown_names(expression, SHOP)


@pytest.mark.parametrize(
    ("text", "kind", "name", "suggestions"),
    [
        ("bronze_custmers", "asset", "bronze_custmers", ["bronze_customers"]),
        ("custmers", "asset", "custmers", ["customers"]),
        ("asset:custmers", "asset", "custmers", ["customers"]),
        ("ordrs", "asset", "ordrs", ["eu/orders", "us/orders"]),
        ("eu/order", "asset", "eu/order", ["eu/orders"]),
        ("key:customers", "key", "customers", ["key:raw/customers"]),
        ("key:custmers", "key", "custmers", ["key:raw/customers"]),
        ("cust*", "asset", "cust*", ["*/cust*"]),
        ("key:cust*", "key", "cust*", ["key:*/cust*"]),
        ("zzz*", "asset", "zzz*", []),
        ("nothing", "asset", "nothing", []),
        ("bronze", "asset", "bronze", ["group:bronze"]),
        ("python", "asset", "python", ["kind:python"]),
        ("nightly", "asset", "nightly", ["tag:nightly"]),
        ("group:bronz", "group", "bronz", ["group:bronze"]),
        ("group:bronze_customers", "group", "bronze_customers", ["bronze_customers"]),
        ("group:z*", "group", "z*", []),
        ("tag:layer", "tag", "layer", ["tag:layer=bronze", "tag:layer=gold", "tag:layer=silver"]),
        ("tag:layer=glod", "tag", "layer=glod", ["tag:layer=gold"]),
        ("tag:layr=gold", "tag", "layr=gold", ["tag:layer=gold"]),
        ("tag:silver", "tag", "silver", ["group:silver"]),
        ("kind:pyhton", "kind", "pyhton", ["kind:python"]),
        ("owner:data", "owner", "data", ['owner:"team:data"']),
        ("owner:jan@acme.io", "owner", "jan@acme.io", ["owner:jane@acme.io"]),
    ],
)
def test_what_was_meant(text: str, kind: Attribute, name: str, suggestions: list[str]) -> None:
    assert unknown(text) == [UnknownName(0, len(text), kind, name, tuple(suggestions))]
    for suggestion in suggestions:
        assert unknown(suggestion) == []


def test_a_name_that_several_keys_end_in() -> None:
    assert unknown("+orders") == [UnknownName(1, 7, "asset", "orders", ("eu/orders", "us/orders"), ambiguous=True)]


def test_all_unknown_names_in_order() -> None:
    found = unknown("+(customers or custmers) and not sinks(group:bronz)+1")
    assert [(name.start, name.end, name.name) for name in found] == [(15, 23, "custmers"), (39, 50, "bronz")]


@pytest.mark.parametrize(
    "text",
    [
        "*",
        "is:external",
        "kind:<null>",
        "group:<null>",
        "group:raw",
        "customers",
        "*_customers",
        "group:*",
        "key:*",
    ],
)
def test_names_that_exist(text: str) -> None:
    assert unknown(text) == []


@pytest.mark.parametrize(
    ("attribute", "value", "tag_value", "text"),
    [
        ("asset", "a/b-1.2", "", "a/b-1.2"),
        ("asset", "and", "", '"and"'),
        ("asset", "-a", "", '"-a"'),
        ("group", "a b", "", 'group:"a b"'),
        ("tag", "k", "v", "tag:k=v"),
        ("tag", "k", "v w", 'tag:k="v w"'),
    ],
)
def test_a_term_as_a_user_would_write_it(attribute: Attribute, value: str, tag_value: str, text: str) -> None:
    assert write_term(attribute, value, tag_value) == text
    expression = parse_selection(text)
    assert not isinstance(expression, SelectionError)
    assert expression[:3] == (attribute, value, tag_value)


def test_what_is_only_named_is_suggested_only_where_nothing_else_is_near() -> None:
    index = AssetIndex(
        [
            SelectableAsset("bronze_customers", "bronze_customers"),
            SelectableAsset("bronze_custmers", "bronze_custmers", external=True),
            SelectableAsset("raw_payments", "raw_payments", external=True),
        ],
        [[], [], []],
    )
    suggested = []
    for text in ("bronze_customer", "raw_payment"):
        expression = parse_selection(text)
        assert not isinstance(expression, SelectionError)
        suggested += [unknown.suggestions for unknown in unknown_names(expression, index)]
    assert suggested == [("bronze_customers",), ("raw_payments",)]
