"""An item of a job's selection that cannot be parsed."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each such item."""
    for job, terms in project.selected.terms.items():
        for term in terms:
            error = term.error
            if error is not None:
                yield Problem(
                    term.at(project.floe, error.start, error.end),
                    f'the selection of job "{job}" cannot be read: {error.message}',
                )
