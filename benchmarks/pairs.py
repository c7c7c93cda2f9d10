"""Two commands, run in turns."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
from typing import NamedTuple


class Pair(NamedTuple):
    """A command and what it is measured against; ``bound`` is the ratio that it must not exceed."""

    name: str
    command: tuple[str, ...]
    against: str
    other: tuple[str, ...]
    bound: float
    rounds: int | None = None


def measure(pair: Pair, rounds: int) -> float:
    """The median ratio of processor times over the rounds, after one round that warms the caches."""
    return statistics.median(ours / max(theirs, 1e-6) for ours, theirs in times(pair, rounds))


def times(pair: Pair, rounds: int) -> list[tuple[float, float]]:
    """The processor times of both commands in each round, without the first one, which warms the caches."""
    found = [(_processor_time(pair.command), _processor_time(pair.other)) for _ in range((pair.rounds or rounds) + 1)]
    return found[1:]


def _processor_time(command: tuple[str, ...]) -> float:
    """Seconds of processor time, user and system, that a command and its children take."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    result = subprocess.run(command, env=environment, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if result.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} failed: {result.stderr.decode(errors='replace')[-500:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
