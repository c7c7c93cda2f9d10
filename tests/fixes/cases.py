"""Before/after pairs in a rule's ``fix/`` folder.

``name.before.yaml`` is the floe.yaml of the project in ``tests/shop``, ``name.after.yaml`` what fixing leaves of it;
``name.before/`` and ``name.after/`` are whole projects. A name that begins with ``unsafe-`` is fixed with unsafe
fixes, and nothing of it may change without.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from tests.rule_cases import RULES, SHOP


class Pair(NamedTuple):
    """One case; ``unsafe`` says how it is fixed."""

    rule: str
    name: str
    before: Path
    after: Path
    unsafe: bool


def all_pairs() -> list[Pair]:
    """The pairs of every rule."""
    found = []
    for before in sorted(RULES.glob("*/fix/*.before*")):
        name = before.name.split(".")[0]
        after = before.with_name(before.name.replace(".before", ".after"))
        found.append(Pair(before.parent.parent.name, name, before, after, name.startswith("unsafe-")))
    return found


def set_up(pair: Pair, folder: Path) -> None:
    """Put the project as it is before into a folder."""
    if pair.before.is_dir():
        shutil.copytree(pair.before, folder, dirs_exist_ok=True)
    else:
        shutil.copytree(SHOP, folder, dirs_exist_ok=True)
        shutil.copy(pair.before, folder / "floe.yaml")


def project_files(folder: Path) -> dict[str, bytes]:
    """The YAML files and modules of a project with their bytes."""
    paths = sorted([*folder.rglob("*.yaml"), *folder.rglob("*.py")])
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def expected_files(pair: Pair) -> dict[str, bytes]:
    """The same as they are after fixing."""
    if pair.after.is_dir():
        return project_files(pair.after)
    return {**project_files(SHOP), "floe.yaml": pair.after.read_bytes()}
