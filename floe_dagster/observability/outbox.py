"""Sending in the background: putting something in never waits, and leaving waits only for a bounded time."""

from __future__ import annotations

import multiprocessing.util
import os
import queue
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from floe_dagster.observability.quiet import quietly

T = TypeVar("T")

CAPACITY = 10_000
BATCH = 200
THREAD_PREFIX = "floe-outbox"


class Outbox(Generic[T]):
    """A queue and one daemon thread that empties it.

    ``send`` gets a list of up to 200 items; it may block, and should be bounded by a timeout of its own.
    ``spill`` gets what could not be queued, or was still waiting when the process had to end; it must not
    block. ``grace`` is how many seconds the end of the process waits for items under way.
    """

    def __init__(self, name: str, send: Callable[[list[T]], None], spill: Callable[[list[T]], None], grace: float):
        self._name, self._send, self._spill, self._grace = f"{THREAD_PREFIX}-{name}", send, spill, grace
        self._lock = threading.Lock()
        self._start()
        # Unlike atexit, this also runs at the end of the child processes that executors start.
        multiprocessing.util.Finalize(None, self.close, exitpriority=100)
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._start)

    def put(self, item: T) -> None:
        """Hand an item over; returns at once."""
        try:
            self._queue.put_nowait(item)
        except queue.Full:
            with quietly("spill an item"):
                self._spill([item])
            return
        self._ensure_thread()

    def flush(self, seconds: float) -> bool:
        """Wait until everything was sent, ``seconds`` at most. Says whether it was."""
        deadline = time.monotonic() + seconds
        with self._queue.all_tasks_done:
            while self._queue.unfinished_tasks:
                left = deadline - time.monotonic()
                if left <= 0 or self._thread is None or not self._thread.is_alive():
                    return not self._queue.unfinished_tasks
                self._queue.all_tasks_done.wait(left)
        return True

    def close(self) -> None:
        """Wait for what is under way, within the grace, and spill the rest."""
        if self.flush(self._grace):
            return
        left: list[T] = []
        with self._lock, quietly("empty the outbox"):
            while True:
                left.append(self._queue.get_nowait())
        if left or self._sending:
            with quietly("spill the outbox"):
                self._spill([*self._sending, *left])

    def _start(self) -> None:
        self._queue: queue.Queue[T] = queue.Queue(CAPACITY)
        self._thread: threading.Thread | None = None
        self._sending: list[T] = []

    def _ensure_thread(self) -> None:
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            items = [self._queue.get()]
            with quietly("take a batch"):
                while len(items) < BATCH:
                    items.append(self._queue.get_nowait())
            self._sending = items
            with quietly("send a batch"):
                self._send(items)
            self._sending = []
            for _ in items:
                self._queue.task_done()
