"""Tags that are required and missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from floe_lint.rules import Problem, Project, nodes_of


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each node, with all the tags that it lacks."""
    for kind in ("assets", "jobs", "backfills"):
        for node in nodes_of(project, kind) if options[kind] else ():
            tags = node.values.get("tags")
            missing = [f'"{tag}"' for tag in options[kind] if tags is not None and not tags.get(tag)]
            if missing:
                names = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
                yield Problem(node.at, f"{node.label} lacks the tag{'s' if len(missing) > 1 else ''} {names}")
