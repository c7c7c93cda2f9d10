"""A key that stands twice in one mapping."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.findings.problem import Problem
from floe_lint.project.document_problems import duplicates
from floe_lint.project.project import Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each repetition, in floe.yaml and in platform.yaml."""
    yield from duplicates(project)
