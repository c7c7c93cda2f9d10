"""What has no description although it needs one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from floe_lint.rules import Problem, Project, nodes_of


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each description that is missing or too short."""
    least = options["least-length"]
    for kind in options["kinds"]:
        for node in nodes_of(project, kind):
            description = node.values.get("description")
            if description is None:
                continue
            length = len(description.strip())
            if length == 0:
                yield Problem(node.at, f'{node.label} has no description; say in "description" what it is for')
            elif length < least:
                yield Problem(
                    node.at, f"{node.label} has a description of {length} characters; it needs at least {least}"
                )
