"""A graph as a Mermaid flowchart."""

from __future__ import annotations

from floe_lint.views.shown import Shown

_SHAPES = {
    "asset": ("[", "]"),
    "job": ("([", "])"),
    "schedule": ("{{", "}}"),
    "sensor": (">", "]"),
    "partition": ("[/", "/]"),
    "backfill": ("[[", "]]"),
}
_ENTITIES = str.maketrans({character: f"#{ord(character)};" for character in '#&<>"`\\'})
"""Mermaid writes characters that mean something to it as ``#`` and their decimal code."""


def mermaid(shown: Shown) -> str:
    """Arrows lead from what needs to what it needs; external assets are grey, missing nodes dashed."""
    numbers = {node.id: f"n{number}" for number, node in enumerate(shown.nodes)}
    lines = ["flowchart LR"]
    for node in shown.nodes:
        left, right = _SHAPES.get(node.kind, ("(", ")"))
        lines.append(f'  {numbers[node.id]}{left}"{node.kind}: {escaped(node.name)}"{right}')
    lines.extend(f"  {numbers[source]} -->|{kind}| {numbers[target]}" for source, kind, target in shown.arrows)
    for name, style, members in (
        ("external", "fill:#eee,stroke:#999", [node for node in shown.nodes if node.external]),
        ("missing", "stroke:#c00,stroke-dasharray:4 4", [node for node in shown.nodes if not node.defined]),
    ):
        if members:
            lines.append(f"  classDef {name} {style}")
            lines.append(f"  class {','.join(numbers[node.id] for node in members)} {name}")
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """A name within a quoted label: on one line, and without a character that ends or formats it."""
    return "".join(c if c.isprintable() else " " for c in text).translate(_ENTITIES)
