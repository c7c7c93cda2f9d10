"""What a disagreement between a file and its schema looks like."""

from __future__ import annotations

from typing import Literal

from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple

IssueKind = Literal[
    "unknown_key", "missing_key", "wrong_type", "invalid_value", "invalid_name", "misplaced", "uncoercible"
]


class Correction(NamedTuple):
    """What was probably meant: ``text`` in place of the key or the value, in quotes where it must be text.

    ``text`` is ``None`` for what stands there already, which then is put in quotes only.
    """

    text: str | None
    certain: bool


class SchemaIssue(NamedTuple):
    """One disagreement between a file and its schema.

    ``key`` points at the key rather than the value. ``variable`` is the one whose value does not fit, where
    that value was given and is not the default. ``correction`` is there where one thing only can be meant.
    ``alike`` are further items of the same list with the same defect.
    """

    kind: IssueKind
    route: Route
    message: str
    key: bool = False
    help: str | None = None
    variable: str | None = None
    correction: Correction | None = None
    alike: tuple[Route, ...] = ()
