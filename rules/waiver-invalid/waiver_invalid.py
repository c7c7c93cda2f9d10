"""A waiver, or a whole waivers file, that grants nothing."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.rules import Place, Problem, WaiverUse


def check(use: WaiverUse) -> Iterator[Problem]:
    """One problem for each entry that is malformed or that the policy refuses."""
    for defect in use.file.defects:
        yield Problem(Place(use.file.path, defect.span), defect.message, defect.help)
