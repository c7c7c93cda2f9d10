"""A progress bar on standard error, for runs of more than a second on a terminal."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from floe_lint.api import ENOUGH

PATIENCE = 1.0
"""Seconds in which nobody wonders what is going on."""


class Bar:
    """Shows how many projects are judged, of how many.

    Few projects can take long each, so a thread keeps the clock of the bar going. Many are judged by copies of this
    process, which must have no threads: there the projects that come back move the bar.
    """

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._finished = threading.Event()
        self._thread: threading.Thread | None = None
        self._bar: Any = None
        self._task: Any = None
        self._done = 0
        self._total: int | None = None

    def __call__(self, done: int, total: int) -> None:
        """``done`` of ``total`` projects are judged; called with 0 before the first."""
        self._done, self._total = done, total
        if total >= ENOUGH:
            if time.monotonic() - self._started >= PATIENCE:
                self._draw()
        elif self._thread is None:
            self._thread = threading.Thread(target=self._keep_drawing, daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Take the bar away."""
        self._finished.set()
        if self._thread is not None:
            self._thread.join()
        if self._bar is not None:
            self._bar.stop()

    def _keep_drawing(self) -> None:
        wait = PATIENCE
        while not self._finished.wait(wait):
            self._draw()
            wait = 0.1

    def _draw(self) -> None:
        if self._bar is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

            columns = (TextColumn("linting"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
            self._bar = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
            self._bar.start()
            self._task = self._bar.add_task("", total=self._total)
        self._bar.update(self._task, completed=self._done)
        self._bar.refresh()


@contextmanager
def progress() -> Iterator[Bar | None]:
    """A bar for the body; ``None`` where nobody would see it."""
    if not sys.stderr.isatty():
        yield None
        return
    bar = Bar()
    try:
        yield bar
    finally:
        bar.close()
