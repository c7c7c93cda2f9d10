"""``python -m tests.oracle --count 1000 --seed 0 --jobs 2``: compare lint and Dagster on as many projects as wanted.

Seeds are numbers, and one in three projects of each is valid, has one planted defect, or is free to have any. A
disagreement is printed and its project kept, with a file that says what was not agreed on. Exits with 1 if there is
any.
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from tests.oracle.project_of_seed import KINDS, Kind, project_of_seed


class Outcome(NamedTuple):
    """What came of one project."""

    seed: int
    kind: Kind
    found: tuple[str, ...]
    kept: str | None


def compare(task: tuple[int, Kind, str]) -> Outcome:
    """Compare one project; it is kept in the folder if there is a disagreement."""
    from tests.oracle.compare import disagreements

    seed, kind, keep = task
    project = project_of_seed(seed, kind)
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve() / "project"
        folder.mkdir()
        try:
            found = tuple(disagreements(project, folder))
        except Exception:
            found = (traceback.format_exc(),)
        if not found:
            return Outcome(seed, kind, (), None)
        kept = Path(keep) / f"{kind}-{seed}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(folder, kept, ignore=shutil.ignore_patterns("__pycache__", ".floe"))
        (kept / "DISAGREEMENT.txt").write_text("\n".join(found) + "\n", encoding="utf-8")
        return Outcome(seed, kind, found, str(kept))


def main(arguments: list[str]) -> int:
    """Run the comparison and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="projects to compare")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--keep", default="oracle-disagreements", help="folder for projects with a disagreement")
    options = parser.parse_args(arguments)
    tasks = [
        (options.seed + number // len(KINDS), KINDS[number % len(KINDS)], options.keep) for number in range(options.count)
    ]
    begun, done, kinds = time.monotonic(), 0, Counter[str]()
    disagreeing: list[Outcome] = []
    with multiprocessing.get_context("spawn").Pool(options.jobs, maxtasksperchild=500) as pool:
        for outcome in pool.imap_unordered(compare, tasks, chunksize=5):
            done += 1
            kinds[outcome.kind] += 1
            if outcome.found:
                disagreeing.append(outcome)
                print(f"{outcome.kind} {outcome.seed}: {outcome.found[0]} ({outcome.kept})", flush=True)
            if done % 500 == 0:
                print(f"{done} of {len(tasks)} projects in {time.monotonic() - begun:.0f} s", flush=True)
    seconds = time.monotonic() - begun
    shown = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    print(
        f"{done} projects ({shown}), seeds {options.seed} to {tasks[-1][0]}, in {seconds:.0f} s: "
        f"{len(disagreeing)} with disagreements"
    )
    return 1 if disagreeing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
