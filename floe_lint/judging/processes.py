"""The same work on many files by several processes, which start as copies of this one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from floe_lint.disk import filesystem

Result = TypeVar("Result")

_work: Callable[[str], Any] | None = None


def can_fork() -> bool:
    """Whether a process can be copied safely: not on Windows and macOS, nor beside other threads."""
    import threading

    return sys.platform.startswith("linux") and threading.active_count() == 1


class WorkerEndedError(Exception):
    """A process ended without an answer."""


def map_forked(work: Callable[[str], Result], paths: Sequence[str], processes: int) -> Iterator[Result]:
    """``work`` on every path, results in order. What ``work`` raises is raised here.

    Raises ``WorkerEndedError`` when the system ends one of the processes. Those that are not needed any longer end by
    themselves: a host that ignores signals, as Dagster's processes may, has children that ignore them too.
    """
    global _work
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    _work = work
    try:
        with ProcessPoolExecutor(processes, get_context("fork"), _leave_interrupts_to_the_parent) as pool:
            size = max(1, min(32, len(paths) // (processes * 4)))
            for result, recorded in pool.map(_one, paths, chunksize=size):
                if filesystem.is_recording():
                    filesystem.add_recorded(recorded)
                yield result
    except BrokenProcessPool:
        raise WorkerEndedError(
            "a process that linted was ended by the system, which may be short of memory; lint fewer projects at once"
        ) from None
    finally:
        _work = None


def _leave_interrupts_to_the_parent() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _one(path: str) -> tuple[Any, Any]:
    assert _work is not None
    if not filesystem.is_recording():
        return _work(path), None
    filesystem.start_recording()
    result = _work(path)
    recorded = filesystem.stop_recording()
    filesystem.start_recording()
    return result, recorded
