"""The page for maintainers names every file of ``floe_lint/dagster/``, what it mirrors, and what compares it."""

from __future__ import annotations

import importlib
import re
from typing import Any

import pytest

from tests.mirror.page import FOLDER, ROOT, rows


def test_every_file_of_the_folder_has_a_row() -> None:
    files = [path.relative_to(FOLDER.parent).as_posix() for path in FOLDER.rglob("*.py") if path.name != "__init__.py"]
    assert sorted(row.file for row in rows() if row.file.startswith("dagster/")) == sorted(files)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.file)
def test_a_row_names_what_there_is(row: Any) -> None:
    assert (FOLDER.parent / row.file).is_file()
    assert row.tests
    assert [test for test in row.tests if not (ROOT / test).exists()] == []
    for name in row.mirrored:
        _found(name)


def _found(name: str) -> Any:
    """What a dotted name of Dagster's stands for; fails where Dagster has nothing of that name."""
    module, *attributes = name.split(".")
    found: Any = importlib.import_module(module)
    for attribute in attributes:
        module = f"{module}.{attribute}"
        if not hasattr(found, attribute):
            importlib.import_module(module)
        found = getattr(found, attribute)
    return found


def test_the_folder_knows_nothing_of_floe() -> None:
    ours = re.compile(r"floe(?!_lint\.)", re.IGNORECASE)
    said = [
        f"{path.relative_to(ROOT)}:{number}: {line}"
        for path in sorted(FOLDER.rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ours.search(line) and path != FOLDER / "__init__.py"
    ]
    assert said == []
