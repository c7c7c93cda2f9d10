"""``python -m tests.oracle --count 1000 --seed 0 --jobs 2``: compare lint and Dagster on as many projects as wanted.

Of each seed there is a project that is valid, one with a planted defect, one that is free to have any, and a package
of asset modules of which only the static discovery is compared. A
disagreement is printed and its project kept, with a file that says what was not agreed on. Exits with 1 if there is
any.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import time
from collections import Counter

from tests.oracle.keeping import SUBJECTS, Outcome, compare


def main(arguments: list[str]) -> int:
    """Run the comparison and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="projects to compare")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--keep", default="oracle-disagreements", help="folder for projects with a disagreement")
    options = parser.parse_args(arguments)
    tasks = [
        (options.seed + number // len(SUBJECTS), SUBJECTS[number % len(SUBJECTS)], options.keep)
        for number in range(options.count)
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
