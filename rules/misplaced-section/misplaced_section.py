"""A section that stands where nothing reads it."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, disagreements


def check(project: Project) -> Iterator[Problem]:
    """One problem for each, in floe.yaml and in platform.yaml."""
    yield from disagreements(project, "misplaced")
