"""What a rule yields: a problem at a symbolic place, not yet a position."""

from __future__ import annotations

from typing import Literal

from floe_lint.kernel.positions import Place, Route
from floe_lint.kernel.records import NamedTuple


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


class Replace(NamedTuple):
    """Another text for a scalar, a key or a part of one. It is quoted as the old one is, and as it needs.

    Where the file does not hold ``old`` there (a variable gave it), nothing can be replaced. ``as_written`` says
    that ``new`` is YAML already, with the quotes it needs.
    """

    at: At
    old: str
    new: str
    as_written: bool = False


class Remove(NamedTuple):
    """An entry of a mapping, or an item of a list that keeps others, taken out with its line."""

    route: Route
    document: Literal["floe", "platform"] = "floe"


class Move(NamedTuple):
    """An entry put into the mapping at ``under``, which is made where it is missing (at the top level only)."""

    route: Route
    under: Route
    document: Literal["floe", "platform"] = "floe"


class Set(NamedTuple):
    """A text value put at a route that is free; the mappings above it, and the file, are made where missing."""

    route: Route
    value: str
    document: Literal["floe", "platform"] = "platform"


class Transfer(NamedTuple):
    """A mapping of floe.yaml put at a free route of platform.yaml, with ``leave`` as the value that stays.

    The scalars at the routes of ``secrets`` become references to secrets of these names.
    """

    route: Route
    to: Route
    leave: str
    secrets: tuple[tuple[Route, str], ...] = ()


class Cut(NamedTuple):
    """A stretch of one line taken out with the blanks before it, or with the line where nothing else is on it."""

    place: Place


class Splice(NamedTuple):
    """Another text for a stretch of one line, as it stands there."""

    place: Place
    text: str


Change = Replace | Remove | Move | Set | Transfer | Cut | Splice


class Fix(NamedTuple):
    """Changes that together take a problem away. ``title`` says so in the imperative.

    A ``safe`` fix does what was certainly meant; the rest has to be asked for. ``note`` is what is left for the user
    to do. ``reveals`` are routes below which nothing could be judged before.
    """

    title: str
    changes: tuple[Change, ...]
    safe: bool = False
    note: str | None = None
    reveals: tuple[Route, ...] = ()


class Problem(NamedTuple):
    """A defect as a rule sees it.

    ``message`` names the thing, the place and the way out. ``help`` is the suggestion printed below the excerpt.
    ``severity`` overrides the rule's own for this one problem (``None``: the rule's). ``secret`` says that the
    text at ``at`` must never be printed. ``whole`` says that it is about the value at ``at`` with all that is in it, so
    that a breach of the boundary anywhere in it is reported in its place; for others only one at the very entry is.
    """

    at: At | Place
    message: str
    help: str | None = None
    related: tuple[Related, ...] = ()
    severity: Literal["error", "warning", "info"] | None = None
    secret: bool = False
    fix: Fix | None = None
    whole: bool = False
