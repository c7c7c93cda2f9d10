"""What has no description although it needs one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from floe_lint.findings.problem import Problem
from floe_lint.judging.policies.policy_nodes import nodes_of
from floe_lint.kernel.annotations import Any
from floe_lint.project.project import Project


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
