"""Comparing one project of many, and keeping it where there is a disagreement."""

from __future__ import annotations

import shutil
import tempfile
import traceback
from pathlib import Path
from typing import NamedTuple

from tests.oracle.compare import disagreements
from tests.oracle.project_of_seed import Kind, project_of_seed


class Outcome(NamedTuple):
    """What came of one project."""

    seed: int
    kind: Kind
    found: tuple[str, ...]
    kept: str | None


def compare(task: tuple[int, Kind, str]) -> Outcome:
    """Compare one project; it is kept in the folder if there is a disagreement."""
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
