"""A waivers file as data."""

from __future__ import annotations

from datetime import date

from floe_lint.kernel.positions import Span
from floe_lint.kernel.records import NamedTuple


class Waiver(NamedTuple):
    """One entry of a waivers file that is well-formed.

    ``path`` is a glob relative to the file's folder, ``route`` one of routes as findings show them (``""``: any).
    ``expires`` is the last day on which it holds. ``span`` is that of the whole entry's first line, ``expires_span``
    that of the date.
    """

    rule: str
    path: str
    route: str
    owner: str
    reason: str
    ticket: str
    expires: date
    span: Span
    expires_span: Span

    def holds_on(self, day: date) -> bool:
        """Whether it excuses findings on a day: on its last one, too."""
        return day <= self.expires


class WaiverDefect(NamedTuple):
    """Why an entry, or a whole file, grants nothing."""

    message: str
    span: Span
    help: str | None = None


class WaiverFile(NamedTuple):
    """A waivers file as it was read: whether a waiver still holds depends on the day."""

    path: str
    waivers: tuple[Waiver, ...]
    defects: tuple[WaiverDefect, ...]
