"""The graph of a project with what its references mean for each asset, for people to look at."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.dagster.selection.reach import members
from floe_lint.findings.problem import At
from floe_lint.project.asset_patterns import matches
from floe_lint.project.graph import Edge, Graph, Node, NodeId
from floe_lint.project.project import Project
from floe_lint.python.facts import FunctionFacts


def whole_graph(project: Project) -> Graph:
    """The graph of references, and of each asset its upstream assets, the patterns that configure it and the jobs
    that select it.

    Functions that exist, all variables, and the embedded profiles are nodes too, so that only what is missing has none.
    """
    graph = project.graph
    return Graph(
        [*graph.nodes.values(), *_undeclared_nodes(project, graph)],
        [*graph.edges, *_asset_edges(project), *_selection_edges(project)],
    )


def _asset_edges(project: Project) -> Iterator[Edge]:
    for asset in project.catalog.assets:
        source = NodeId("asset", asset.key)
        for dep in asset.deps:
            place = dep.place or asset.place
            yield Edge(
                source=source,
                target=NodeId("asset", dep.key),
                kind="depends on",
                at=place or At(("orchestration", "dbt"), key=True),
            )
    for pattern in project.declarations.patterns:
        target = NodeId("pattern", pattern.name)
        for asset in project.catalog.assets:
            if not asset.external and matches(pattern.name, asset.key):
                at = At(pattern.route, key=True)
                yield Edge(source=NodeId("asset", asset.key), target=target, kind="is configured by", at=at)


def _selection_edges(project: Project) -> Iterator[Edge]:
    """One edge for each item of a selection and each asset that it selects."""
    assets = project.catalog.assets
    for job, terms in project.selected.terms.items():
        for term in terms:
            for number in members(term.mask & project.selected.index.materializable):
                yield Edge(
                    source=NodeId("job", job),
                    target=NodeId("asset", assets[number].key),
                    kind="selects",
                    at=At(term.route),
                )


def _undeclared_nodes(project: Project, graph: Graph) -> Iterator[Node]:
    targets = dict.fromkeys(edge.target for edge in graph.edges if edge.target not in graph.nodes)
    for target in targets:
        if target.kind == "function":
            found = project.files.function(target.name)
            if isinstance(found, FunctionFacts):
                yield Node(target, found.place)
        elif target.kind == "variable" or (target.kind == "profile" and target.name.endswith(":default")):
            yield Node(target, None)
