"""A key that stands twice in one mapping."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, duplicate_keys


def check(project: Project) -> Iterator[Problem]:
    """One problem for each repetition, in floe.yaml and in platform.yaml."""
    yield from duplicate_keys(project)
