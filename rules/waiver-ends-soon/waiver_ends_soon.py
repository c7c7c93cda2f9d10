"""A waiver that is in use and about to end."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Place, Problem, WaiverUse


def check(use: WaiverUse) -> Iterator[Problem]:
    """One problem for each waiver that hides a finding and whose last day is near."""
    for waiver in use.file.waivers:
        left = (waiver.expires - use.today).days
        if waiver in use.used and 0 <= left <= use.policy.warn_days:
            when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left} days"
            yield Problem(
                Place(use.file.path, waiver.expires_span),
                f'the waiver of "{waiver.rule}" by {waiver.owner} holds for the last time {when}, on {waiver.expires}',
                "correct what it excuses before, or ask for a new one",
            )
