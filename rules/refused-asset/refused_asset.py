"""An asset decorator, or its function, that keeps the module from being loaded."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Problem, Project


def check(project: Project) -> Iterator[Problem]:
    """One problem for each place, however many modules import it."""
    refused = {
        refusal.place: refusal
        for module in project.catalog.modules
        if module.facts is not None
        for refusal in module.facts.refusals
    }
    for refusal in refused.values():
        yield Problem(refusal.place, refusal.message)
