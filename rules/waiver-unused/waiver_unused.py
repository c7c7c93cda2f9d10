"""A waiver that excuses nothing."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Place, Problem, WaiverUse


def check(use: WaiverUse) -> Iterator[Problem]:
    """One problem for each waiver that still holds, whose rule judged its files, and that took no finding out."""
    for waiver in use.file.waivers:
        if waiver.holds_on(use.today) and waiver in use.tried and waiver not in use.used:
            yield Problem(
                Place(use.file.path, waiver.span),
                f'the waiver of "{waiver.rule}" by {waiver.owner} excuses nothing',
                "delete the entry; left there, it would excuse the next one",
            )
