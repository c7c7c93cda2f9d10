"""What an organisation allows waivers to do."""

from __future__ import annotations

from floe_lint.kernel.records import NamedTuple


class WaiverPolicy(NamedTuple):
    """The bounds of every waiver.

    ``max_days`` counts from today to the last day; ``warn_days`` before the last day a waiver is reported as ending
    soon. ``never`` holds ids, tags or prefixes of rules that no waiver may name.
    """

    max_days: int = 365
    warn_days: int = 14
    never: tuple[str, ...] = ("credential",)
    require_ticket: bool = False
