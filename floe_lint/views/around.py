"""The part of a graph around one node."""

from __future__ import annotations

import re

import networkx

from floe_lint.kernel.near_names import nearest
from floe_lint.project.graph import Graph, NodeId

_CENTER = re.compile(r"(?P<up>[0-9]{0,6}\+)?(?P<node>[^+]+)(?P<down>\+[0-9]{0,6})?\Z")


class AroundError(Exception):
    """A center that is not one node of the graph; the message says what would be."""


def around(graph: Graph, center: str) -> Graph:
    """A node with what it needs and what needs it, and the edges between them.

    ``x`` is the node with what it touches directly, ``+x`` with all it needs however indirectly (an asset: its
    upstream assets, the patterns that configure it, their partitions), ``x+`` with all that needs it (downstream
    assets, jobs that select it, schedules of these), ``2+x`` and ``x+1`` so many steps. A node is named by its
    name, an asset also by the last part of its key; by kind and name (``job:daily``) where several share one.
    Raises ``AroundError``.
    """
    match = _CENTER.match(center.strip())
    if match is None:
        raise AroundError(f'"{center}" is not a node; write "name", "+name", "name+" or "2+name+1"')
    network: networkx.MultiDiGraph[NodeId] = networkx.MultiDiGraph()
    network.add_nodes_from(graph.nodes)
    network.add_edges_from((edge.source, edge.target) for edge in graph.edges)
    node = _find(network, match["node"].strip())
    up, down = match["up"], match["down"]
    if up is None and down is None:
        up, down = "1+", "+1"
    kept = {node}
    if up is not None:
        kept |= _within(network, node, up[:-1])
    if down is not None:
        kept |= _within(network.reverse(copy=False), node, down[1:])
    return Graph(
        (entry for entry in graph.nodes.values() if entry.id in kept),
        (edge for edge in graph.edges if edge.source in kept and edge.target in kept),
    )


def _within(network: networkx.MultiDiGraph[NodeId], node: NodeId, steps: str) -> set[NodeId]:
    limit = int(steps) if steps else None
    return set(networkx.single_source_shortest_path_length(network, node, cutoff=limit))


def _find(network: networkx.MultiDiGraph[NodeId], name: str) -> NodeId:
    found = [node for node in network if name in (node.name, f"{node.kind}:{node.name}")]
    if not found:
        found = [node for node in network if node.kind == "asset" and node.name.rpartition("/")[2] == name]
    if len(found) == 1:
        return found[0]
    if found:
        ways = " or ".join(sorted(f'"{node.kind}:{node.name}"' for node in found))
        raise AroundError(f'several nodes are named "{name}"; write {ways}')
    near = nearest(name, [node.name for node in network])
    near = near or nearest(name, [f"{node.kind}:{node.name}" for node in network])
    way_out = f'; did you mean "{near}"?' if near else ""
    raise AroundError(f'there is no node "{name}"{way_out}')
