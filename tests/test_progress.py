"""The progress bar: on terminals, after a second, and gone at the end."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rule_cases import ROOT

SLOW = """
import sys, time
from floe_lint.cli.progress import progress
with progress() as bar:
    bar(0, {total})
    for done in range(4):
        time.sleep({pause})
        bar(done + 1, {total})
print("report")
"""


def _on_a_terminal(code: str, folder: Path) -> str:
    """What a program writes to a terminal on standard error."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLUMNS": "80"}
    process = subprocess.Popen(
        [sys.executable, "-c", code], stderr=theirs, stdout=subprocess.PIPE, env=environment, cwd=folder
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:
            break
        if not part:
            break
        shown += part
    assert process.stdout is not None
    assert process.stdout.read() == b"report\n"
    process.wait()
    return shown.decode()


@pytest.mark.parametrize("total", [4, 40])
@pytest.mark.slow
def test_a_long_run_shows_a_bar(tmp_path: Path, total: int) -> None:
    shown = _on_a_terminal(SLOW.format(total=total, pause=0.6), tmp_path)
    assert "linting" in shown
    assert f"/{total}" in shown


@pytest.mark.parametrize("total", [4, 40])
def test_a_short_run_shows_nothing(tmp_path: Path, total: int) -> None:
    assert _on_a_terminal(SLOW.format(total=total, pause=0), tmp_path) == ""


def test_a_pipe_sees_nothing(tmp_path: Path) -> None:
    code = "from floe_lint.cli.progress import progress\nwith progress() as bar:\n    assert bar is None\n"
    result = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )
    assert (result.stdout, result.stderr) == (b"", b"")
