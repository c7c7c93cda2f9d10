"""An edit of one text."""

from __future__ import annotations

from collections.abc import Iterable

from floe_lint.kernel.records import NamedTuple


class Edit(NamedTuple):
    """A half-open range of code points and what belongs in its place."""

    start: int
    end: int
    text: str


def overlap(one: Edit, other: Edit) -> bool:
    """Whether the result depends on which comes first: common characters, or insertions at one place."""
    first, second = sorted((one, other))
    return second.start < first.end or first.start == second.start


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made that do not overlap; insertions at one place stand in their order."""
    pieces = []
    reached = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [text[reached : edit.start], edit.text]
        reached = edit.end
    pieces.append(text[reached:])
    return "".join(pieces)
