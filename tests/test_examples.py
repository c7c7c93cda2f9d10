"""The profile ``quick`` takes a part of the examples, the others all of them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rule_cases import ROOT

TESTS = """
from hypothesis import given, settings, strategies as st
import pytest

drawn = []


@pytest.mark.parametrize("case", [1, 2])
@settings(max_examples=400)
@given(st.integers())
def test_many(case, number):
    drawn.append("many")


@given(st.integers())
def test_as_many_as_usual(number):
    drawn.append("usual")


@settings(max_examples=5)
@given(st.integers())
def test_few(number):
    drawn.append("few")


def test_once():
    print("drawn", *(drawn.count(name) for name in ("many", "usual", "few")))
"""


@pytest.mark.parametrize(
    ("profile", "drawn"), [("quick", "80 25 5"), ("repeat", "800 100 5"), ("explore", "800 100 5")]
)
def test_how_many_are_drawn(profile: str, drawn: str, tmp_path: Path) -> None:
    assert f"drawn {drawn}\n" in _pytest(tmp_path, profile, "-s")


def test_what_draws_examples_is_marked(tmp_path: Path) -> None:
    collected = _pytest(tmp_path, "quick", "--collect-only", "-m", "examples")
    assert [line for line in collected.splitlines() if "::" in line] == [
        "test_drawn.py::test_many[1]",
        "test_drawn.py::test_many[2]",
        "test_drawn.py::test_as_many_as_usual",
        "test_drawn.py::test_few",
    ]


def _pytest(folder: Path, profile: str, *arguments: str) -> str:
    """What pytest prints of the tests above, with the hooks of this folder."""
    (folder / "test_drawn.py").write_text(TESTS, encoding="utf-8")
    shutil.copy(ROOT / "tests" / "conftest.py", folder)
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments, "."],
        cwd=folder,
        env={"HYPOTHESIS_PROFILE": profile, "PYTHONPATH": str(ROOT), "HOME": str(folder)},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout
