"""A process without automatic garbage collection does not keep what projects leave behind."""

from __future__ import annotations

import gc
import weakref

import pytest

from floe_lint.kernel.garbage_collection import EVERY, freeing


class _Ring:
    def __init__(self) -> None:
        self.itself = self


@pytest.mark.parametrize("collects", [False, True])
def test_rings_are_freed_where_nothing_else_does(collects: bool) -> None:
    alive: list[weakref.ref[_Ring]] = []

    def work(path: str) -> str:
        alive.append(weakref.ref(_Ring()))
        return path.upper()

    was = gc.isenabled()
    gc.collect()
    gc.disable()
    try:
        if collects:
            gc.enable()
            gc.set_threshold(0)
        freed = freeing(work)
        assert [freed(f"p{number}") for number in range(EVERY - 1)] == [f"P{number}" for number in range(EVERY - 1)]
        assert all(ring() is not None for ring in alive)
        freed("last")
        assert [ring() is None for ring in alive] == [not collects] * EVERY
    finally:
        gc.set_threshold(700, 10, 10)
        gc.unfreeze()
        (gc.enable if was else gc.disable)()
