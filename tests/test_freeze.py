"""Comparing reports with frozen ones. Writing them is tried by whoever refactors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.rule_cases import ROOT

FLOE = """name: shop
version: "1.0.0"
orchestration:
  schedules:
    daily:
      job: refresh
      cron_schedule: "0 6 * * *"
"""
WAIVERS = """version: 1
waivers:
  - rule: job-not-found
    path: floe.yaml
    owner: data-platform
    reason: the job comes with the next release
    expires: 2026-01-15
"""


def _compare(folder: Path) -> tuple[int, list[str]]:
    command = [sys.executable, str(ROOT / "scripts" / "freeze.py"), "compare", str(folder)]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120)
    assert result.stderr == ""
    return result.returncode, result.stdout.splitlines()


@pytest.mark.slow
def test_a_report_that_differs_is_shown(tmp_path: Path) -> None:
    project = tmp_path / "projects" / "generated" / "shop"
    (project / ".git").mkdir(parents=True)
    (project / "floe.yaml").write_text(FLOE, encoding="utf-8")
    # It holds on the day on which the clock stands, and on none of those on which this test runs.
    (project / "floe-waivers.yaml").write_text(WAIVERS, encoding="utf-8")
    frozen = tmp_path / "reports" / "generated" / "shop.json"
    frozen.parent.mkdir(parents=True)
    frozen.write_text("", encoding="utf-8")
    code, lines = _compare(tmp_path)
    assert (code, lines[:2], lines[-1]) == (
        1,
        ["--- frozen/generated/shop", "+++ now/generated/shop"],
        "1 of 1 reports differ",
    )
    report = [line.removeprefix("+") for line in lines[3:-1]]
    assert report[-1] == "exit code 0"
    assert '      "path": "generated/shop/floe.yaml",' in report
    assert '    "suppressed": 1' in report
    frozen.write_text("".join(f"{line}\n" for line in report), encoding="utf-8")
    assert _compare(tmp_path) == (0, ["0 of 1 reports differ"])
