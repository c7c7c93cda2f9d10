"""A waiver whose last day has passed."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Place, Problem, WaiverUse


def check(use: WaiverUse) -> Iterator[Problem]:
    """One problem for each waiver that no longer holds."""
    for waiver in use.file.waivers:
        if not waiver.holds_on(use.today):
            yield Problem(
                Place(use.file.path, waiver.expires_span),
                f'the waiver of "{waiver.rule}" by {waiver.owner} expired on {waiver.expires}',
                "correct what it excused, or ask for a new one, and delete this entry",
            )
