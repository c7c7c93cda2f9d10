"""The text that Dagster is given."""

from __future__ import annotations

import pytest

from floe_lint.dagster.selection.dagster_form import to_dagster
from floe_lint.dagster.selection.syntax import SelectionError, parse_selection


def written(text: str) -> str:
    expression = parse_selection(text)
    assert not isinstance(expression, SelectionError)
    return to_dagster(expression, {"users": "raw/users"}.get)


@pytest.mark.parametrize(
    ("ours", "dagsters"),
    [
        ("orders", 'key:"orders"'),
        ("users", 'key:"raw/users"'),
        ("asset:a/b", 'key:"a/b"'),
        ("key:users", 'key:"users"'),
        ("bronze_*", 'key:"bronze_*"'),
        ("+customer_orders", '+key:"customer_orders"'),
        ("revenue_by_product+", 'key:"revenue_by_product"+'),
        ("2+users+1", '2+key:"raw/users"+1'),
        ("*", "*"),
        ("+(*)", "+(*)"),
        ("group:my-group", 'group:"my-group"'),
        ("group:<null>", "group:<null>"),
        ("tag:silver", 'tag:"silver"'),
        ("tag:layer=gold", 'tag:"layer"="gold"'),
        ("owner:team:data", 'owner:"team:data"'),
        ("is:external", 'is:"external"'),
        ("not (a and b) or c", 'not (key:"a" and key:"b") or key:"c"'),
        ("a and (b or c)", 'key:"a" and (key:"b" or key:"c")'),
        ("+(a or b)+2", '+(key:"a" or key:"b")+2'),
        ("+(1+a)", '+(1+key:"a")'),
        ("sinks(a or b)+", 'sinks(key:"a" or key:"b")+'),
        ("(+(not a))", '+(not key:"a")'),
        ("not not a", 'not not key:"a"'),
    ],
)
def test_what_is_written(ours: str, dagsters: str) -> None:
    assert written(ours) == dagsters


def test_without_a_resolver_names_stay_as_they_are() -> None:
    expression = parse_selection("users")
    assert not isinstance(expression, SelectionError)
    assert to_dagster(expression) == 'key:"users"'


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("joint", ["and", "or"])
def test_dagster_reads_the_longest_chains(joint: str) -> None:
    from dagster import AssetSelection

    names = [f"n{number}" for number in range(950)]
    text = written(f" {joint} ".join(names))
    keys = AssetSelection.from_string(text).to_selection_str()
    for name in names:
        assert f'key:"{name}"' in keys


def test_many_operands_become_a_tree() -> None:
    names = [f"n{number}" for number in range(65)]
    pairs = [f'(key:"{one}" or key:"{other}")' for one, other in zip(names[::2], names[1::2], strict=False)]
    assert written(" or ".join(names)) == " or ".join([*pairs, '(key:"n64")'])
