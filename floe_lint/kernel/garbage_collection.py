"""Memory of a process that lints many projects.

The command line runs without automatic garbage collection, which would go through everything again and again. What a
project leaves behind is freed every now and then instead.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")

EVERY = 16
"""Projects between two collections."""


def freeing(work: Callable[[str], Result]) -> Callable[[str], Result]:
    """``work`` that frees what it leaves behind, where nothing else does."""
    done = 0

    def freed(path: str) -> Result:
        nonlocal done
        result = work(path)
        done += 1
        if done % EVERY == 0 and not gc.isenabled():
            gc.collect()
            # What is left is there to stay: rules, modules, and what was found.
            gc.freeze()
        return result

    return freed


class Uncollected:
    """No automatic collection for a while: a run builds trees, and going through them takes as long as the run."""

    def __enter__(self) -> None:
        self._was = gc.isenabled()
        gc.disable()

    def __exit__(self, *_error: object) -> None:
        if self._was:
            gc.enable()
