"""A graph in Graphviz' DOT language."""

from __future__ import annotations

from floe_lint.views.shown import Shown

_SHAPES = {
    "asset": "box",
    "job": "oval",
    "schedule": "hexagon",
    "sensor": "cds",
    "partition": "parallelogram",
    "backfill": "box3d",
}


def dot(shown: Shown) -> str:
    """Arrows lead from what needs to what it needs; external assets are grey, missing nodes dashed."""
    lines = ["digraph floe {", "  rankdir=LR;", "  node [fontname=sans];", "  edge [fontname=sans];"]
    for node in shown.nodes:
        style = "" if node.defined else ", style=dashed, color=red"
        if node.external:
            style = ', style=filled, fillcolor="#eeeeee"'
        label = quoted(f"{node.kind}: {node.name}")
        lines.append(f"  {quoted(node.id)} [label={label}, shape={_SHAPES.get(node.kind, 'plaintext')}{style}];")
    lines.extend(
        f"  {quoted(source)} -> {quoted(target)} [label={quoted(kind)}];" for source, kind, target in shown.arrows
    )
    return "\n".join([*lines, "}"]) + "\n"


def quoted(text: str) -> str:
    """A quoted string, on one line: a backslash would begin an escape, a quotation mark would end it."""
    line = "".join(c if c.isprintable() else " " for c in text)
    return '"' + line.replace("\\", "\\\\").replace('"', '\\"') + '"'
