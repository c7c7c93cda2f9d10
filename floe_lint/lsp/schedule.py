"""When to lint: at once after a pause, and while someone types no more than half of the time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

LONGEST_PAUSE = 0.5
"""Seconds."""


class LintSchedule:
    """Runs what is due on the event loop, each project by itself.

    A run is put off only by as long as the last one took, so that requests get their turn between two runs.
    """

    def __init__(self, run: Callable[[str], None]) -> None:
        self._run = run
        self._due: dict[str, asyncio.TimerHandle] = {}
        self._free_at: dict[str, float] = {}

    def request(self, project: str) -> None:
        """Run soon; requests that come before it does are one."""
        if project not in self._due:
            wait = max(0.0, self._free_at.get(project, 0.0) - time.monotonic())
            self._due[project] = asyncio.get_running_loop().call_later(wait, self.flush, project)

    def flush(self, project: str) -> None:
        """Run now if a run is due."""
        handle = self._due.pop(project, None)
        if handle is None:
            return
        handle.cancel()
        began = time.monotonic()
        self._run(project)
        ended = time.monotonic()
        self._free_at[project] = ended + min(ended - began, LONGEST_PAUSE)
