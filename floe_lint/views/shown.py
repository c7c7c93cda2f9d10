"""A graph with everything worked out that an output shows."""

from __future__ import annotations

from collections.abc import Collection

from floe_lint.api import show_path
from floe_lint.findings.problem import At
from floe_lint.judging.masking import mask
from floe_lint.kernel.positions import Place, show_route
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.graph import EdgeKind, Graph, NodeId, NodeKind
from floe_lint.project.project import Project


class ShownNode(NamedTuple):
    """A node. ``id`` is kind and name, ``defined`` is false for what is only referred to.

    ``route`` is the place in floe.yaml or platform.yaml as users write it, ``None`` elsewhere.
    """

    id: str
    kind: NodeKind
    name: str
    external: bool
    defined: bool
    route: str | None
    at: Place | None


class ShownEdge(NamedTuple):
    """``source`` needs ``target``, both by id, and says so at ``at``."""

    source: str
    target: str
    kind: EdgeKind
    route: str | None
    at: Place


class Shown(NamedTuple):
    """Nodes in the order of the project's files, missing ones last; one edge for each reference."""

    nodes: tuple[ShownNode, ...]
    edges: tuple[ShownEdge, ...]

    @property
    def arrows(self) -> list[tuple[str, EdgeKind, str]]:
        """The edges once each, however many places say the same."""
        return list(dict.fromkeys((edge.source, edge.kind, edge.target) for edge in self.edges))


def show(graph: Graph, project: Project, secrets: Collection[str]) -> Shown:
    """Resolve places and leave none of the ``secrets`` of the project's files in a name."""
    names: dict[NodeId, str] = {}
    places: dict[At | Place, Place] = {}

    def named(node: NodeId) -> str:
        if node not in names:
            names[node] = mask(node.name, secrets)
        return f"{node.kind}:{names[node]}"

    def placed(at: At | Place) -> Place:
        if at not in places:
            place = project.place(at)
            places[at] = Place(show_path(place.path), place.span)
        return places[at]

    def routed(at: At | Place | None) -> str | None:
        return mask(show_route(at.route), secrets) or None if isinstance(at, At) else None

    everything = dict.fromkeys(graph.nodes)
    for edge in graph.edges:
        everything.setdefault(edge.source)
        everything.setdefault(edge.target)
    nodes = []
    for node in everything:
        known = graph.nodes.get(node)
        at = None if known is None else known.at
        shown = ShownNode(
            id=named(node),
            kind=node.kind,
            name=names[node],
            external=known is not None and known.external,
            defined=known is not None,
            route=routed(at),
            at=None if at is None else placed(at),
        )
        nodes.append(shown)
    edges = [
        ShownEdge(
            source=named(edge.source),
            target=named(edge.target),
            kind=edge.kind,
            route=routed(edge.at),
            at=placed(edge.at),
        )
        for edge in graph.edges
    ]
    return Shown(tuple(nodes), tuple(edges))
