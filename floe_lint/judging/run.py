"""One project under one environment, while it is judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from floe_lint.findings.problem import At, Problem
from floe_lint.judging.masking import mask
from floe_lint.judging.run_settings import Settings
from floe_lint.kernel.positions import Place
from floe_lint.kernel.records import NamedTuple
from floe_lint.project.project import Project

if TYPE_CHECKING:
    from floe_lint.boundary.breaches import Breaches


class Run(NamedTuple):
    """A project with what judging it takes: the breaches of the boundary, the settings, and how paths are shown."""

    project: Project
    breaches: Breaches
    settings: Settings
    show_path: Callable[[str], str]

    def masked(self, text: str) -> str:
        """A text without the secrets of the project's files."""
        return mask(text, self.breaches.secrets)

    def shown(self, at: At | Place) -> Place:
        """A place with its path as findings show it."""
        place = self.project.place(at)
        return Place(self.show_path(place.path), place.span)

    def is_breach(self, problem: Problem) -> bool:
        """Whether the boundary reports what the problem is about already: one planted value gives one finding."""
        at = problem.at
        if not isinstance(at, At) or at.document != "floe":
            return False
        return self.breaches.at(at.route) if problem.whole else self.breaches.exactly_at(at.route)
