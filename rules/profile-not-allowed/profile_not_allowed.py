"""Profiles that a project may not use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from floe_lint.rules import Problem, Project, nodes_of


def check(project: Project, options: Mapping[str, Any]) -> Iterator[Problem]:
    """One problem for each profile that its section does not allow."""
    for node in nodes_of(project, "profiles"):
        allowed, name = options[node.values["section"]], node.values.get("name")
        if allowed and name is not None and not any(fnmatchcase(name, glob) for glob in allowed):
            yield Problem(node.at, f"{node.label} may not be used here; the profiles allowed are {', '.join(allowed)}")
