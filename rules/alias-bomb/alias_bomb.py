"""Aliases that stand for too many values, or for themselves."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project, text_defects


def check(project: Project) -> Iterator[Problem]:
    """One problem for each, in floe.yaml and in platform.yaml."""
    yield from text_defects(project, "aliases")
