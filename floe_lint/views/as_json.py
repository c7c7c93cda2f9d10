"""A graph as JSON, described in ``docs/reference/graph.md``."""

from __future__ import annotations

import json
from typing import Any

from floe_lint.kernel.positions import Place
from floe_lint.views.shown import Shown

FORMAT = "floe-graph/1"


def as_json(shown: Shown) -> str:
    """One object with all nodes and all references."""
    nodes = [{**node._asdict(), "at": _place(node.at)} for node in shown.nodes]
    edges = [{**edge._asdict(), "at": _place(edge.at)} for edge in shown.edges]
    return json.dumps({"format": FORMAT, "nodes": nodes, "edges": edges}, indent=2, ensure_ascii=False) + "\n"


def _place(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"path": place.path, **place.span._asdict()}
