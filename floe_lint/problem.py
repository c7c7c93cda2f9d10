"""What a rule yields: a problem at a symbolic place, not yet a position."""

from __future__ import annotations

from typing import Literal, NamedTuple

from floe_lint.places import Place, Route


class At(NamedTuple):
    """A place in a configuration file.

    ``key`` points at the key instead of the value; ``part`` is a half-open range of characters within the
    scalar's value, e.g. one term of a selection.
    """

    route: Route
    key: bool = False
    part: tuple[int, int] | None = None
    document: Literal["floe", "platform"] = "floe"


class Related(NamedTuple):
    """A further place that explains the problem."""

    at: At | Place
    message: str


class Problem(NamedTuple):
    """A defect as a rule sees it.

    ``message`` names the thing, the place and the way out. ``help`` is the suggestion printed below the excerpt.
    ``severity`` overrides the rule's own for this one problem (``None``: the rule's). ``secret`` says that the
    text at ``at`` must never be printed.
    """

    at: At | Place
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    severity: Literal["error", "warning", "info"] | None = None
    secret: bool = False
