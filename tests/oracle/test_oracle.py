"""200 projects on which lint and Dagster have to agree. ``make oracle`` compares more."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("dagster")

from tests.oracle.compare import disagreements
from tests.oracle.project_of_seed import Kind, project_of_seed

_EACH = 10
_COUNTS: dict[Kind, int] = {"valid": 60, "planted": 80, "free": 60}
_SEEDS = [(kind, first) for kind, count in _COUNTS.items() for first in range(0, count, _EACH)]


@pytest.mark.parametrize(("kind", "first"), _SEEDS)
def test_lint_and_dagster_agree(kind: Kind, first: int, tmp_path: Path) -> None:
    found = {}
    for seed in range(first, first + _EACH):
        folder = tmp_path / f"{kind}-{seed}"
        folder.mkdir()
        found[seed] = disagreements(project_of_seed(seed, kind), folder.resolve())
    assert found == {seed: [] for seed in range(first, first + _EACH)}
