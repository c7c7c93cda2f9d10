"""Rings of assets: against networkx, against Dagster, and how they are shown."""

from __future__ import annotations

import dagster as dg
import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.project.asset import Asset
from floe_lint.project.dependency_cycles import dependency_cycles
from tests.project.projects import asset, project


def shown(assets: list[Asset]) -> list[list[str]]:
    """The keys of each cycle; that each dependency leads on is checked on the way."""
    made = project("  asset_modules: [assets]\n", assets)
    cycles = dependency_cycles(made.catalog, made.selected)
    for cycle in cycles:
        following = [one.key for one, _ in cycle]
        assert [dependency.key for _, dependency in cycle] == [*following[1:], following[0]]
    return [[one.key for one, _ in cycle] for cycle in cycles]


def test_from_the_earliest_place() -> None:
    assets = [asset("z", ["y"], line=1), asset("y", ["x"], line=9), asset("x", ["z"], line=5)]
    assert shown(assets) == [["z", "y", "x"]]
    assert shown(assets[::-1]) == [["z", "y", "x"]]


def test_python_comes_before_what_has_no_line() -> None:
    assets = [asset("model", ["table"], origin="dbt", line=1), asset("table", ["model"], line=7)]
    assert shown(assets) == [["table", "model"]]


def test_an_asset_that_depends_on_itself() -> None:
    """Dagster refuses it in the decorator, whatever a pattern sets later, unless a mapping is given."""
    partitioned = asset("daily", ["daily"])._replace(settings={"partitions": "daily"})
    mapped = asset("mapped", ["mapped"])._replace(own_partitions=True)
    mapped = mapped._replace(deps=tuple(dep._replace(mapped=True) for dep in mapped.deps))
    assert shown([asset("a", ["a"], line=1), partitioned, mapped]) == [["a"], ["daily"]]


def test_a_ring_of_fifty_thousand() -> None:
    size = 50_000
    assets = [asset(f"a{number}", [f"a{(number + 1) % size}"], line=number + 1) for number in range(size)]
    (cycle,) = shown(assets)
    assert len(cycle) == size
    assert cycle[:2] == ["a0", "a1"]


@st.composite
def graphs(draw: st.DrawFn) -> list[Asset]:
    names = [f"x{number}" for number in range(draw(st.integers(1, 7)))]
    lines = draw(st.permutations(range(1, len(names) + 1)))
    return [
        asset(name, draw(st.lists(st.sampled_from(names), max_size=3, unique=True)), line=line)
        for name, line in zip(names, lines, strict=True)
    ]


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_one_shortest_cycle_for_each_component(assets: list[Asset]) -> None:
    graph: networkx.DiGraph[str] = networkx.DiGraph()
    graph.add_nodes_from(one.key for one in assets)
    graph.add_edges_from((one.key, dep.key) for one in assets for dep in one.deps)
    lines = {one.key: one.place.span.line for one in assets if one.place is not None}
    expected = [(1, {name}) for name in graph if graph.has_edge(name, name)]
    for ring in networkx.strongly_connected_components(graph):
        if len(ring) > 1:
            first = min(ring, key=lambda name: lines[name])
            plain = graph.subgraph(ring).copy()
            plain.remove_edges_from([(name, name) for name in ring])
            back = min(int(networkx.shortest_path_length(plain, after, first)) for after in plain.successors(first))
            expected.append((back + 1, {first}))
    found = shown(assets)
    assert sorted((len(cycle), cycle[0]) for cycle in found) == sorted((n, *name) for n, name in expected)
    assert [lines[cycle[0]] for cycle in found] == sorted(lines[cycle[0]] for cycle in found)


@settings(max_examples=40, deadline=None)
@given(graphs())
def test_dagster_refuses_exactly_these(assets: list[Asset]) -> None:
    def definition(one: Asset) -> dg.AssetsDefinition:
        @dg.asset(name=one.key, deps=[dep.key for dep in one.deps])
        def made() -> None: ...

        return made

    def load() -> None:
        dg.Definitions.validate_loadable(dg.Definitions(assets=[definition(one) for one in assets]))

    if shown(assets):
        with pytest.raises(Exception, match=r"Circular dependencies exist|depends on itself"):
            load()
    else:
        load()
