"""200 projects on which lint and Dagster have to agree. ``make oracle`` compares more, ``make test`` a part."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("dagster")

from tests.examples import examples
from tests.oracle import discovery
from tests.oracle.keeping import Subject, compare_in
from tests.oracle.workspace import visited

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "ecommerce"

_EACH = 10
_COUNTS: dict[Subject, int] = {"valid": 50, "planted": 70, "free": 50, "modules": 30}
_SEEDS = [(kind, first) for kind, count in _COUNTS.items() for first in range(0, count, _EACH)]


@pytest.mark.examples
@pytest.mark.parametrize(("kind", "first"), _SEEDS)
def test_lint_and_dagster_agree(kind: Subject, first: int, tmp_path: Path) -> None:
    found = {}
    seeds = range(first, first + examples(_EACH, least=5))
    for seed in seeds:
        folder = tmp_path / f"{kind}-{seed}"
        folder.mkdir()
        found[seed] = compare_in(folder.resolve(), kind, seed)
    assert found == {seed: [] for seed in seeds}


@pytest.mark.parametrize("module", ["bronze", "gold", "ops"])
def test_the_modules_of_the_example_say_what_dagster_loads(module: str) -> None:
    with visited(EXAMPLE):
        assert discovery.loaded(EXAMPLE, f"ecommerce.assets.{module}")
        assert list(discovery.disagreements(EXAMPLE, f"ecommerce.assets.{module}")) == []
