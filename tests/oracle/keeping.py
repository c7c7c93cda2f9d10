"""Comparing one project of many, and keeping it where there is a disagreement."""

from __future__ import annotations

import shutil
import tempfile
import traceback
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple

from tests.oracle import discovery
from tests.oracle.compare import disagreements
from tests.oracle.module_code import package
from tests.oracle.project_of_seed import Kind, project_of_seed
from tests.oracle.workspace import visited, write

Subject = Kind | Literal["modules"]
"""What is compared: a project, or only a package of asset modules."""
SUBJECTS: tuple[Subject, ...] = ("valid", "planted", "free", "modules")


def compare_in(folder: Path, kind: Subject, seed: int) -> list[str]:
    """The disagreements about the subject of a seed, which is written to a folder of its own."""
    if kind != "modules":
        return disagreements(project_of_seed(seed, kind), folder)
    name = f"modules_{seed}"
    modules = package(Random(f"modules {seed}"))
    write(folder, {f"{name}/__init__.py": "", **{f"{name}/{module}.py": text for module, text in modules.items()}})
    with visited(folder):
        return list(discovery.disagreements(folder, f"{name}.main"))


class Outcome(NamedTuple):
    """What came of one project."""

    seed: int
    kind: Subject
    found: tuple[str, ...]
    kept: str | None


def compare(task: tuple[int, Subject, str]) -> Outcome:
    """Compare one project; it is kept in the folder if there is a disagreement."""
    seed, kind, keep = task
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve() / "project"
        folder.mkdir()
        try:
            found = tuple(compare_in(folder, kind, seed))
        except Exception:
            found = (traceback.format_exc(),)
        if not found:
            return Outcome(seed, kind, (), None)
        kept = Path(keep) / f"{kind}-{seed}"
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(folder, kept, ignore=shutil.ignore_patterns("__pycache__", ".floe"))
        (kept / "DISAGREEMENT.txt").write_text("\n".join(found) + "\n", encoding="utf-8")
        return Outcome(seed, kind, found, str(kept))
