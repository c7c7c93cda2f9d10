"""Measures how time and memory grow with the input: ``python -m benchmarks.growth``.

``floe lint`` runs on an input and on one four times as large. The exponent is the logarithm to the base of four of the
ratio of their processor times, each without that of an empty project; the least of the rounds counts. Memory is the
largest resident set, as a share of three times the bytes that are read and 150 MB.
"""

from __future__ import annotations

import argparse
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.inputs import asset_modules, dbt_project, jobs_and_models, large_floe_yaml, monorepo

BOUND = 1.1
TIMES_READ, BESIDES = 3, 150_000_000


class Used(NamedTuple):
    """Seconds of processor time, and bytes."""

    seconds: float
    memory: int


class Input(NamedTuple):
    """What is linted, as a path, for a number of parts of it."""

    name: str
    make: Callable[[Path, int], Path]
    parts: int


def main() -> None:
    """Make the inputs, lint each, print the table; 1 when a bound is not held."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3, help="how often each input is linted (default 3)")
    options = parser.parse_args()
    inputs = [
        Input("lines of floe.yaml", large_floe_yaml, 50_000),
        Input("dbt models", dbt_project, 50_000),
        Input("asset modules", asset_modules, 1_000),
        Input("projects", monorepo, 500),
        Input("jobs and as many dbt models", jobs_and_models, 4_000),
    ]
    held = True
    with tempfile.TemporaryDirectory() as name:
        empty = _least(_empty(Path(name) / "empty"), options.rounds).seconds
        print("| input | growth exponent | bound | memory, of what is allowed |")
        print("|---|---|---|---|")
        for given in inputs:
            folder = Path(name) / given.name.replace(" ", "-")
            quarter = _least(given.make(folder / "quarter", given.parts // 4), options.rounds)
            path = given.make(folder / "whole", given.parts)
            whole = _least(path, options.rounds)
            exponent = math.log((whole.seconds - empty) / (quarter.seconds - empty), 4)
            memory = whole.memory / (TIMES_READ * _size(folder / "whole") + BESIDES)
            held = held and exponent <= BOUND and memory <= 1
            notes = " (not held)" if exponent > BOUND else "", " (not held)" if memory > 1 else ""
            what = f"{given.parts // 4:,} to {given.parts:,} {given.name}"
            print(f"| {what} | {exponent:.2f} | {BOUND}{notes[0]} | {memory:.2f}{notes[1]} |", flush=True)
    raise SystemExit(0 if held else 1)


def _empty(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").write_text("")
    path = folder / "floe.yaml"
    path.write_text('name: empty\nversion: "1.0.0"\n')
    return path


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _least(path: Path, rounds: int) -> Used:
    found = [_used(path) for _ in range(rounds)]
    return Used(min(used.seconds for used in found), max(used.memory for used in found))


LAUNCH = """\
import os, sys
quiet = os.open(os.devnull, os.O_WRONLY)
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, quiet, 1)])
_, status, usage = os.wait4(child, 0)
print(os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss)
"""
"""A process counts the memory of the one that starts it: this one is small."""


def _used(path: Path) -> Used:
    command = [sys.executable, "-m", "floe_lint", "lint", "--no-cache", "-q", str(path)]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    launched = subprocess.run(
        [sys.executable, "-c", LAUNCH, *command], env=environment, capture_output=True, text=True, check=True
    )
    code, seconds, memory = launched.stdout.split()
    if code not in ("0", "1"):
        raise RuntimeError(f"{' '.join(command)} failed: {launched.stderr[-500:]}")
    return Used(float(seconds), int(memory) * (1 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    main()
