"""The part of a graph around one node."""

from __future__ import annotations

import re

import networkx

from floe_lint.nearest import nearest
from floe_lint.project.graph import Graph, NodeId

_CENTER = re.compile(r"(?P<up>[0-9]*\+)?(?P<node>[^+]+)(?P<down>\+[0-9]*)?\Z")


class AroundError(Exception):
    """A center that is not one node of the graph; the message says what would be."""


def around(graph: Graph, center: str) -> Graph:
    """The nodes that a center needs and feeds, with the edges between them.

    ``x`` is the node with what it touches directly, ``+x`` adds all it depends on, ``x+`` all that depends on
    it, ``2+x`` and ``x+1`` so many steps. A node is named by its name, or by kind and name (``job:daily``) where
    several have the same. Raises ``AroundError``.
    """
    match = _CENTER.match(center.strip())
    if match is None:
        raise AroundError(f'"{center}" is not a node; write "name", "+name", "name+" or "2+name+1"')
    node = _find(graph, match["node"].strip())
    # An arrow leads from what refers to what is referred to, so what a node needs lies along it.
    network = networkx.MultiDiGraph()
    network.add_nodes_from(graph.nodes)
    network.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    kept = {node}
    if match["up"] is None and match["down"] is None:
        kept |= set(network.successors(node)) | set(network.predecessors(node))
    if match["up"] is not None:
        kept |= _within(network, node, match["up"][:-1])
    if match["down"] is not None:
        kept |= _within(network.reverse(copy=False), node, match["down"][1:])
    return Graph(
        (entry for entry in graph.nodes.values() if entry.id in kept),
        (edge for edge in graph.edges if edge.source in kept and edge.target in kept),
    )


def _within(network: networkx.MultiDiGraph[NodeId], node: NodeId, steps: str) -> set[NodeId]:
    limit = int(steps) if steps else None
    return set(networkx.single_source_shortest_path_length(network, node, cutoff=limit))


def _find(graph: Graph, name: str) -> NodeId:
    everything = set(graph.nodes) | {edge.target for edge in graph.edges}
    found = [node for node in everything if name in (node.name, f"{node.kind}:{node.name}")]
    if len(found) == 1:
        return found[0]
    if found:
        ways = " or ".join(sorted(f'"{node.kind}:{node.name}"' for node in found))
        raise AroundError(f'several nodes are named "{name}"; write {ways}')
    near = nearest(name, [node.name for node in everything])
    way_out = f'; did you mean "{near}"?' if near else ""
    raise AroundError(f'there is no node "{name}"{way_out}')
