"""One writer at a time for a file, or many readers, over processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def exclusive(paths: Sequence[str], *, wait: bool = True) -> Iterator[None]:
    """Hold the files for writing, as dbt does while it runs; waits for readers and for another writer.

    Raises ``BlockingIOError`` without ``wait`` where another process holds one.
    """
    with ExitStack() as stack:
        for path in sorted(paths):
            stack.enter_context(_locked(path, shared=False, wait=wait))
        yield


@contextmanager
def shared(path: str) -> Iterator[None]:
    """Hold a file for reading; waits for a writer."""
    with _locked(path, shared=True):
        yield


@contextmanager
def _locked(path: str, *, shared: bool, wait: bool = True) -> Iterator[None]:
    """A lock on ``path.lock``, which the system drops with the process. Without ``fcntl`` (Windows) there is none."""
    try:
        import fcntl
    except ImportError:
        yield
        return
    lock = Path(f"{path}.lock")
    try:
        lock.parent.mkdir(parents=True, exist_ok=True)
        file = lock.open("a")
    except OSError:
        # A folder that is read-only has no writers to wait for.
        yield
        return
    with file:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB))
        yield
