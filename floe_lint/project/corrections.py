"""Fixes that put the name that was probably meant in place of another."""

from __future__ import annotations

from collections.abc import Iterable

from floe_lint.findings.problem import At, Fix, Replace
from floe_lint.kernel.near_names import is_certain
from floe_lint.kernel.positions import Place


def spelling(at: At | Place, name: str, near: str | None, candidates: Iterable[str] | None = None) -> Fix | None:
    """The fix that writes ``near``; ``None`` where no name is near.

    It is safe where the name is certain to be meant among the ``candidates``; without them nobody knows.
    """
    if near is None or not isinstance(at, At):
        return None
    return Fix(
        f'Write "{near}"', (Replace(at, name, near),), candidates is not None and is_certain(name, near, candidates)
    )
