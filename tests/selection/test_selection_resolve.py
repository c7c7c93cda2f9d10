"""What selections select, held against Dagster on the same graphs."""

from __future__ import annotations

import random
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.dagster.selection.dagster_form import to_dagster
from floe_lint.dagster.selection.index import AssetIndex, SelectableAsset, glob
from floe_lint.dagster.selection.reach import Reach, mask_of, members, transpose
from floe_lint.dagster.selection.resolve import TermResult, resolve, resolve_all, resolve_terms
from floe_lint.dagster.selection.syntax import Expression, SelectionError, parse_selection

if TYPE_CHECKING:
    from dagster import AssetsDefinition
    from dagster._core.definitions.assets.graph.asset_graph import AssetGraph

pytestmark = pytest.mark.filterwarnings("ignore")

PARTS = ["a", "b", "raw", "bronze_orders", "bronze_users", "orders", "users", "v1.2-x"]
GROUPS = ["default", "bronze", "silver/core", "silver/marts"]
TAGS = [("nightly", ""), ("layer", "gold"), ("layer", "raw"), ("team/cost", "x.1")]
KINDS = ["python", "dbt", "s3"]
OWNERS = ["team:data", "jane+x@acme.io"]
GRAPHS = 24


class Project(NamedTuple):
    """The same assets for both sides."""

    assets: AssetIndex
    graph: AssetGraph


@cache
def project(seed: int) -> Project:
    """Build a random acyclic project of up to 14 assets, some of them external."""
    from dagster import AssetKey, AssetSpec, Definitions, multi_asset

    choose = random.Random(seed)
    count = choose.randrange(1, 15)
    keys: list[str] = []
    while len(keys) < count:
        key = "/".join(choose.choice(PARTS) for _ in range(choose.choice([1, 1, 2, 3])))
        if key not in keys:
            keys.append(key)
    assets: list[SelectableAsset] = []
    deps: list[list[int]] = []
    specs: list[AssetSpec] = []
    for place, key in enumerate(keys):
        upstream = choose.sample(range(place), min(place, choose.choice([0, 1, 1, 2, 3])))
        asset = SelectableAsset(
            key=key,
            name=key.rpartition("/")[2],
            group=choose.choice(GROUPS),
            tags=dict(choose.sample(TAGS, choose.choice([0, 1, 2]))),
            kinds=frozenset(choose.sample(KINDS, choose.choice([0, 1, 2]))),
            owners=tuple(choose.sample(OWNERS, choose.choice([0, 0, 1, 2]))),
            external=choose.random() < 0.3,
        )
        assets.append(asset)
        deps.append(upstream)
        specs.append(
            AssetSpec(
                AssetKey.from_user_string(key),
                deps=[AssetKey.from_user_string(keys[other]) for other in upstream],
                group_name=asset.group,
                tags=dict(asset.tags),
                kinds=set(asset.kinds),
                owners=list(asset.owners),
            )
        )
    definitions: list[AssetsDefinition | AssetSpec] = []
    for place, (asset, spec) in enumerate(zip(assets, specs, strict=True)):
        if asset.external:
            definitions.append(spec)
        else:
            definitions.append(multi_asset(name=f"op_{place}", specs=[spec])(_nothing))
    graph = Definitions(assets=definitions).resolve_asset_graph()
    assert {key.to_user_string() for key in graph.get_all_asset_keys()} == set(keys)
    return Project(AssetIndex(assets, deps), graph)


def _nothing() -> None:
    """The body of every asset."""


def selected(mask: int, index: AssetIndex) -> list[str]:
    return sorted(index.assets[place].key for place in members(mask))


def dagster_selects(text: str, graph: AssetGraph) -> list[str]:
    from dagster import AssetSelection

    return sorted(key.to_user_string() for key in AssetSelection.from_string(text).resolve(graph))


def parsed(text: str) -> Expression:
    expression = parse_selection(text)
    assert not isinstance(expression, SelectionError), expression
    return expression


KEYS = st.lists(st.sampled_from(PARTS), min_size=1, max_size=2).map("/".join)
GLOBS = st.sampled_from(["*", "bronze_*", "*orders", "*/*", "a*", "*o*s", "**", "raw/*/*", "*v1.2*", "none*"])
FOR_BOTH = st.one_of(
    KEYS.map('key:"{}"'.format),
    GLOBS.map('key:"{}"'.format),
    st.sampled_from([*GROUPS, "silver/*", "*", "nope"]).map('group:"{}"'.format),
    st.sampled_from([*TAGS, ("layer", ""), ("dagster/kind/dbt", "")]).map(
        lambda tag: f'tag:"{tag[0]}"="{tag[1]}"' if tag[1] else f'tag:"{tag[0]}"'
    ),
    st.sampled_from([*KINDS, "nope"]).map('kind:"{}"'.format),
    st.sampled_from([*OWNERS, "nope"]).map('owner:"{}"'.format),
    st.sampled_from(["*", "group:<null>", "kind:<null>", "owner:<null>", "is:external", "is:materializable"]),
)
"""Terms that mean the same here and in Dagster, letter by letter."""

OURS = st.one_of(KEYS, KEYS.map("asset:{}".format), GLOBS, GLOBS.map("asset:{}".format), FOR_BOTH)
LEVELS = st.sampled_from(["", "", "1", "2", "3"])


def selections(leaves: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Compose selections of a few terms, with and without parentheses where precedence would decide."""

    def compose(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        grouped = inner.map("({})".format)
        return st.one_of(
            st.builds("{}+{}".format, LEVELS, grouped),
            st.builds("{}+{}".format, grouped, LEVELS),
            st.builds("{}+{}+{}".format, LEVELS, grouped, LEVELS),
            inner.map("sinks({})".format),
            inner.map("roots({})".format),
            inner.map("not {}".format),
            st.builds("{} and {}".format, inner, inner),
            st.builds("{} or {}".format, inner, inner),
            st.builds("({} or {}) and {}".format, inner, inner, inner),
            st.builds("not ({} and {})".format, inner, inner),
            grouped,
        )

    walks = leaves.filter(lambda leaf: leaf != "*")
    walked = st.builds("{}+{}".format, LEVELS, walks) | st.builds("{}+{}".format, walks, LEVELS)
    return st.recursive(leaves | walked, compose, max_leaves=5)


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, GRAPHS - 1), selections(OURS))
def test_dagster_selects_the_same_from_what_is_written_for_it(seed: int, text: str) -> None:
    index, graph = project(seed)
    expression = parsed(text)
    written = to_dagster(expression, index.key_of)
    assert selected(resolve(expression, index), index) == dagster_selects(written, graph)


@settings(max_examples=600, deadline=None)
@given(st.integers(0, GRAPHS - 1), selections(FOR_BOTH))
def test_dagster_selects_the_same_from_the_same_text(seed: int, text: str) -> None:
    index, graph = project(seed)
    assert selected(resolve(parsed(text), index), index) == dagster_selects(text, graph)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, GRAPHS - 1), selections(OURS))
def test_what_is_written_for_dagster_means_the_same_here(seed: int, text: str) -> None:
    index = project(seed).assets
    expression = parsed(text)
    again = parsed(to_dagster(expression, index.key_of))
    assert resolve(again, index) == resolve(expression, index)
    assert to_dagster(again) == to_dagster(expression, index.key_of)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, GRAPHS - 1), st.lists(selections(OURS), max_size=20))
def test_many_at_once_select_what_each_does_alone(seed: int, texts: list[str]) -> None:
    index = project(seed).assets
    fresh = AssetIndex(index.assets, [members(index.reach.neighbours("up", 1 << i)) for i in range(len(index.assets))])
    expressions = [parsed(text) for text in texts]
    assert resolve_all(expressions, fresh) == [resolve(expression, index) for expression in expressions]


#   raw/orders (external) ─▶ bronze/orders ─▶ silver ─▶ gold     raw/users (external)     lone
SHOP = AssetIndex(
    [
        SelectableAsset("raw/orders", "orders", "raw", external=True, owners=("team:data",)),
        SelectableAsset("bronze/orders", "orders", "bronze", {"layer": "bronze"}, frozenset({"python"})),
        SelectableAsset("silver", "silver", "silver"),
        SelectableAsset("gold", "gold", "gold", owners=("team:data",)),
        SelectableAsset("raw/users", "users", "raw", external=True),
        SelectableAsset("lone", "lone"),
    ],
    [[], [0], [1], [2, 2, 3], [], []],
)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        # a bare name is a key, or the last component of just one
        ("silver", ["silver"]),
        ("users", ["raw/users"]),
        ("asset:users", ["raw/users"]),
        ("key:users", []),
        ("orders", []),
        ("bronze/orders", ["bronze/orders"]),
        ("Silver", []),
        # what becomes of external assets
        ("*", ["bronze/orders", "gold", "lone", "silver"]),
        ("key:*", ["bronze/orders", "gold", "lone", "raw/orders", "raw/users", "silver"]),
        ("raw/*", ["raw/orders", "raw/users"]),
        ("group:raw", []),
        ("owner:team:data", ["gold", "raw/orders"]),
        ("is:external", ["raw/orders", "raw/users"]),
        ("+bronze/orders", ["bronze/orders"]),
        ("+raw/orders", []),
        ("raw/orders+1", ["bronze/orders", "raw/orders"]),
        ("+raw/orders+1", ["bronze/orders", "raw/orders"]),
        ("not silver", ["bronze/orders", "gold", "lone"]),
        # levels and closures
        ("+gold", ["bronze/orders", "gold", "silver"]),
        ("1+gold", ["gold", "silver"]),
        ("9+gold", ["bronze/orders", "gold", "silver"]),
        ("1+silver+1", ["bronze/orders", "gold", "silver"]),
        ("bronze/orders+", ["bronze/orders", "gold", "silver"]),
        ("+(silver or lone)", ["bronze/orders", "lone", "silver"]),
        # the ends of a set, also by way of assets outside it
        ("sinks(*)", ["gold", "lone"]),
        ("roots(*)", ["bronze/orders", "lone"]),
        ("roots(key:*)", ["lone", "raw/orders", "raw/users"]),
        ("sinks(bronze/orders or gold)", ["gold"]),
        ("roots(bronze/orders or gold)", ["bronze/orders"]),
        # kinds are tags
        ("tag:dagster/kind/python", ["bronze/orders"]),
        ("tag:layer", []),
        ("kind:<null>", ["gold", "lone", "silver"]),
        ("group:s*", ["silver"]),
    ],
)
def test_what_is_selected(text: str, keys: list[str]) -> None:
    assert selected(resolve(parsed(text), SHOP), SHOP) == keys


def test_the_items_of_a_list() -> None:
    assert resolve_terms(["+gold", "silver", "nope", "gold gold"], SHOP) == [
        TermResult("+gold", parsed("+gold"), 0b1110),
        TermResult("silver", parsed("silver"), 0b0100),
        TermResult("nope", parsed("nope"), 0),
        TermResult(
            "gold gold",
            SelectionError(
                'nothing joins "gold" and "gold"; write "and" or "or" between them, or make them items of a list',
                5,
                9,
            ),
            0,
        ),
    ]


def test_a_key_that_is_defined_twice_selects_both() -> None:
    index = AssetIndex([SelectableAsset("a", "a"), SelectableAsset("a", "a")], [[], []])
    assert resolve(parsed("a"), index) == 0b11


def test_no_assets() -> None:
    index = AssetIndex([], [])
    assert resolve_all([parsed("*"), parsed("+x+"), parsed("not sinks(x)")], index) == [0, 0, 0]


GRAPH = st.integers(1, 12).flatmap(
    lambda size: st.lists(st.lists(st.integers(0, size - 1), max_size=3), min_size=size, max_size=size)
)


@given(GRAPH, st.data())
def test_a_sweep_finds_what_walks_find_also_around_cycles(upstream: list[list[int]], data: st.DataObject) -> None:
    sets = data.draw(st.lists(st.integers(1, (1 << len(upstream)) - 1), max_size=20))
    reach = Reach(upstream)
    reach.close([("up", mask) for mask in sets] + [("down", mask) for mask in sets])
    for mask in sets:
        assert reach.closure("up", mask) == reach.within("up", mask, None)
        assert reach.closure("down", mask) == reach.within("down", mask, None)


def test_a_large_cycle_neither_hangs_nor_recurses() -> None:
    size = 20_000
    reach = Reach([[(place + 1) % size] for place in range(size)])
    reach.close([("up", 1 << place) for place in range(100)])
    assert reach.closure("up", 1 << 7) == (1 << size) - 1


def test_more_closures_than_one_sweep_carries() -> None:
    size = 2500
    reach = Reach([[place - 1] if place else [] for place in range(size)])
    reach.close([("up", 1 << place) for place in range(size)])
    assert [reach.closure("up", 1 << place) for place in range(size)] == [(2 << place) - 1 for place in range(size)]


@given(
    st.integers(0, 70).flatmap(
        lambda width: st.tuples(st.just(width), st.lists(st.integers(0, (1 << width) - 1), max_size=20))
    )
)
def test_transposing(table: tuple[int, list[int]]) -> None:
    width, rows = table
    columns = transpose(rows, width)
    assert [[row >> bit & 1 for row in rows] for bit in range(width)] == [
        [column >> place & 1 for place in range(len(rows))] for column in columns
    ]


@given(st.sets(st.integers(0, 200)))
def test_masks_and_members_are_inverse(indices: set[int]) -> None:
    mask = mask_of(indices, 201)
    assert mask == sum(1 << index for index in indices)
    assert members(mask) == sorted(indices)


@given(st.text("ab*", max_size=7), st.lists(st.text("ab", max_size=6), max_size=12, unique=True))
def test_a_glob_matches_what_dagsters_expression_matches(pattern: str, names: list[str]) -> None:
    names.sort()
    expression = re.compile("^" + re.escape(pattern).replace("\\*", ".*") + "$")
    assert glob(pattern, names) == [name for name in names if expression.match(name)]
