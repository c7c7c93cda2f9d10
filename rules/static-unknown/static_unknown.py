"""Something that only running the code would tell."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each cause."""
    for unknown in project.catalog.unknowns:
        if unknown.cause == "code":
            yield Problem(
                unknown.at,
                f"cannot be checked statically: {unknown.reason}",
                help="rules that need to know every asset stay silent",
            )
