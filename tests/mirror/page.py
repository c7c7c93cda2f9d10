"""The table of ``docs/explanation/when-dagster-moves.md``: what each file mirrors, and which tests compare it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = ROOT / "docs" / "explanation" / "when-dagster-moves.md"
FOLDER = ROOT / "floe_lint" / "dagster"

_CODE = re.compile(r"`([^`]+)`")


class Row(NamedTuple):
    """A row of the table: a file, relative to ``floe_lint/``, dotted names of Dagster's, and test files."""

    file: str
    mirrored: tuple[str, ...]
    tests: tuple[str, ...]


def rows() -> list[Row]:
    """The rows of every table with a column for tests."""
    found = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [_CODE.findall(cell) for cell in line.split("|")[1:-1]]
        if len(cells) == 3 and cells[0]:
            found.append(Row(cells[0][0], tuple(cells[1]), tuple(cells[2])))
    return found
