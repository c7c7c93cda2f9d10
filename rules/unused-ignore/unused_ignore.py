"""An ignore comment that ignores nothing."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.engine.outcome import Outcome
from floe_lint.places import Place
from floe_lint.problem import Problem
from floe_lint.project.project import Project


def check(_project: Project, outcome: Outcome) -> Iterator[Problem]:
    """One problem for each id whose rule ran and found nothing there."""
    for ignore in outcome.ignores:
        for rule, span in ignore.rules:
            if rule not in outcome.ran or not outcome.known[rule].ignorable or (ignore, rule) in outcome.used:
                continue
            whole = "delete the comment" if len(ignore.rules) == 1 else f"delete the id {rule}"
            yield Problem(
                Place(ignore.path, span),
                f'"{rule}" finds nothing in line {ignore.line}, so nothing is ignored',
                whole,
            )
