"""A waiver, or a whole waivers file, that grants nothing."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.findings.problem import Problem
from floe_lint.judging.waivers.apply_waivers import WaiverUse
from floe_lint.kernel.positions import Place


def check(use: WaiverUse) -> Iterator[Problem]:
    """One problem for each entry that is malformed or that the policy refuses."""
    for defect in use.file.defects:
        yield Problem(Place(use.file.path, defect.span), defect.message, defect.help)
