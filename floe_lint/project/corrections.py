"""Fixes that put the name that was probably meant in place of another."""

from __future__ import annotations

from collections.abc import Iterable

from floe_lint.nearest import is_certain
from floe_lint.places import Place
from floe_lint.problem import At, Fix, Replace


def spelling(at: At | Place, name: str, near: str | None, candidates: Iterable[str]) -> Fix | None:
    """The fix that writes ``near``, safe where it is certain to be meant; ``None`` where no name is near."""
    if near is None or not isinstance(at, At):
        return None
    return Fix(f'Write "{near}"', (Replace(at, name, near),), is_certain(name, near, candidates))
