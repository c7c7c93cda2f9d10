"""Every input of the fuzzers' corpora, the ones that once broke a reader among them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.__main__ import CORPUS
from tests.fuzz.targets import TARGETS
from tests.fuzz.words import WORDS

_INPUTS = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", _INPUTS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_the_reader_holds(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


def test_every_target_has_words_and_a_corpus() -> None:
    assert set(TARGETS) == set(WORDS) == {path.parent.name for path in _INPUTS}
