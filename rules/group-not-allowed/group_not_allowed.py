"""Groups that the organisation does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from floe_lint.rules import Problem, Project, nearest, nodes_of


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each asset in another group."""
    allowed = options["groups"]
    for node in nodes_of(project, "assets"):
        group = node.values.get("group")
        if group is not None and not any(fnmatchcase(group, glob) for glob in allowed):
            near = nearest(group, allowed)
            way_out = f'did you mean "{near}"?' if near else f"the groups allowed are {', '.join(allowed)}"
            yield Problem(node.at, f'{node.label} is in the group "{group}"; {way_out}')
