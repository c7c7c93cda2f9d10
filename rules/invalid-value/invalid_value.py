"""A value that its key does not take."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.findings.problem import Problem
from floe_lint.project.document_problems import disagreements
from floe_lint.project.project import Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each, in floe.yaml and in platform.yaml."""
    yield from disagreements(project, "invalid_value")
