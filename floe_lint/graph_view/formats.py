"""A graph as Mermaid, Graphviz DOT or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable

from floe_lint.project.graph import Graph, NodeId

_SHAPES = {
    "asset": ("[", "]"),
    "job": ("([", "])"),
    "schedule": ("{{", "}}"),
    "sensor": (">", "]"),
    "partition": ("[/", "/]"),
    "backfill": ("[[", "]]"),
}
_DOT_SHAPES = {
    "asset": "box",
    "job": "oval",
    "schedule": "hexagon",
    "sensor": "cds",
    "partition": "parallelogram",
    "backfill": "box3d",
}


def _nodes(graph: Graph) -> list[NodeId]:
    """The nodes of the graph, and the targets that references name but nothing defines, in a stable order."""
    named = dict.fromkeys(graph.nodes)
    named.update(dict.fromkeys(edge.target for edge in graph.edges))
    named.update(dict.fromkeys(edge.source for edge in graph.edges))
    return list(named)


def mermaid(graph: Graph) -> str:
    """A Mermaid flowchart; arrows lead from what refers to what is referred to, missing nodes are dashed."""
    nodes = _nodes(graph)
    ids = {node: f"n{number}" for number, node in enumerate(nodes)}
    lines = ["flowchart LR"]
    for node in nodes:
        left, right = _SHAPES.get(node.kind, ("(", ")"))
        label = f"{node.kind}: {node.name}".replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
        lines.append(f'  {ids[node]}{left}"{label}"{right}')
    seen = dict.fromkeys((edge.source, edge.kind, edge.target) for edge in graph.edges)
    lines.extend(f"  {ids[source]} -->|{kind}| {ids[target]}" for source, kind, target in seen)
    missing = [ids[node] for node in nodes if _is_missing(graph, node)]
    if missing:
        lines.append("  classDef missing stroke-dasharray: 4 4")
        lines.append(f"  class {','.join(missing)} missing")
    return "\n".join(lines) + "\n"


def dot(graph: Graph) -> str:
    """A Graphviz digraph; missing nodes are dashed."""
    lines = ["digraph floe {", "  rankdir=LR;", "  node [fontname=sans];"]
    for node in _nodes(graph):
        style = ", style=dashed" if _is_missing(graph, node) else ""
        shape = _DOT_SHAPES.get(node.kind, "plaintext")
        lines.append(f"  {_quoted(node)} [label={json.dumps(node.name)}, shape={shape}{style}];")
    seen = dict.fromkeys((edge.source, edge.kind, edge.target) for edge in graph.edges)
    lines.extend(f"  {_quoted(s)} -> {_quoted(t)} [label={json.dumps(kind)}];" for s, kind, t in seen)
    return "\n".join([*lines, "}"]) + "\n"


def as_json(graph: Graph) -> str:
    """``{"nodes": [{id, kind, name, external, defined}], "edges": [{source, target, kind}]}``."""
    nodes = []
    for node in _nodes(graph):
        known = graph.nodes.get(node)
        nodes.append(
            {
                "id": f"{node.kind}:{node.name}",
                "kind": node.kind,
                "name": node.name,
                "external": known is not None and known.external,
                "defined": not _is_missing(graph, node),
            }
        )
    seen = dict.fromkeys((edge.source, edge.kind, edge.target) for edge in graph.edges)
    edges = [
        {"source": f"{s.kind}:{s.name}", "target": f"{t.kind}:{t.name}", "kind": kind} for s, kind, t in seen
    ]
    return json.dumps({"nodes": nodes, "edges": edges}, indent=2) + "\n"


def _is_missing(graph: Graph, node: NodeId) -> bool:
    """Whether a reference names something that is not there; functions and variables are not declared at all."""
    return node not in graph.nodes and node.kind not in ("function", "variable", "profile")


def _quoted(node: NodeId) -> str:
    return json.dumps(f"{node.kind}:{node.name}")


FORMATS: dict[str, Callable[[Graph], str]] = {"mermaid": mermaid, "dot": dot, "json": as_json}
