"""The dependency graph of a project: who refers to whom, and where it says so.

Plain dictionaries and lists: ``networkx`` serves questions asked of the graph, not the lint path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from floe_lint.findings.problem import At
from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple

NodeKind = Literal[
    "project",
    "asset",
    "job",
    "schedule",
    "sensor",
    "partition",
    "backfill",
    "pattern",
    "function",
    "profile",
    "variable",
]
EdgeKind = Literal[
    "depends on",
    "selects",
    "runs",
    "watches",
    "is configured by",
    "is partitioned by",
    "calls",
    "uses",
    "reads",
]


class NodeId(NamedTuple):
    """The identity of a node."""

    kind: NodeKind
    name: str


class Node(NamedTuple):
    """A node and where it is declared. ``external`` assets are known by reference only."""

    id: NodeId
    at: At | Place | None
    external: bool = False


class Edge(NamedTuple):
    """``source`` needs ``target``, and says so at ``at``.

    The target need not be a node: then the reference dangles.
    """

    source: NodeId
    target: NodeId
    kind: EdgeKind
    at: At | Place


class Graph:
    """Nodes by id and edges in the order of the file."""

    def __init__(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> None:
        self.nodes: dict[NodeId, Node] = {node.id: node for node in nodes}
        self.edges: list[Edge] = list(edges)

    def dangling(self, kind: NodeKind) -> Iterator[Edge]:
        """Edges to a target of this kind that is not there."""
        nodes = self.nodes
        return (edge for edge in self.edges if edge.target.kind == kind and edge.target not in nodes)
