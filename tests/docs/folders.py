"""The folders in which the commands of the docs are run, by the name that a page gives."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.docs.blocks import ROOT

_SALES = """\
name: sales
version: "1.0.0"

orchestration:
  asset_modules: [sales.assets]
  jobs:
    refresh:
      type: batch
      selection: ["group:bronze"]
"""
_ASSETS = """\
from floe_dagster import floe_asset


@floe_asset(group_name="bronze")
def {name}(context, catalog): ...
"""


def prepare(name: str, folder: Path) -> None:
    """Make the folder that a page names."""
    if name in _MADE:
        folder.mkdir(parents=True)
        _MADE[name](folder)
    else:
        shutil.copytree(ROOT / name, folder, ignore=shutil.ignore_patterns("__pycache__", ".floe"))
        _commit(folder)


def _monorepo(folder: Path) -> None:
    for project, asset in (("sales", "orders"), ("finance", "invoices")):
        own = folder / "pipelines" / project
        (own / project).mkdir(parents=True)
        (own / "floe.yaml").write_text(_SALES.replace("sales", project), encoding="utf-8")
        (own / "pyproject.toml").write_text("", encoding="utf-8")
        (own / project / "__init__.py").write_text("", encoding="utf-8")
        (own / project / "assets.py").write_text(_ASSETS.format(name=asset), encoding="utf-8")
    _commit(folder)


def _misspelt(folder: Path) -> None:
    _monorepo(folder)
    own = folder / "pipelines" / "sales"
    text = (own / "floe.yaml").read_text(encoding="utf-8")
    text += '  schedules:\n    daily:\n      job: refesh\n      cron_schedule: "0 6 * * *"\n'
    (own / "floe.yaml").write_text(text, encoding="utf-8")
    _commit(folder)


def _checkout(folder: Path) -> None:
    """What running the cases of a rule takes, with a virtual environment that is the one the tests run in.

    The rule that CONTRIBUTING.md adds is left out: who follows the page has it already.
    """
    for name in ("floe_lint", "floe_dagster", "rules", "tests/shop"):
        ignored = shutil.ignore_patterns("__pycache__", "leftover-job")
        shutil.copytree(ROOT / name, folder / name, ignore=ignored)
    for name in ("pyproject.toml", "tests/__init__.py", "tests/rule_cases.py", "tests/test_rules.py"):
        shutil.copyfile(ROOT / name, folder / name)
    programs = folder / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, arguments in (("python", '"$@"'), ("floe", '-m floe_lint "$@"')):
        program = programs / name
        program.write_text(f"#!/bin/sh\nexec {shlex.quote(sys.executable)} {arguments}\n", encoding="utf-8")
        program.chmod(0o755)


def _commit(folder: Path) -> None:
    for arguments in (
        ["init", "--quiet", "--initial-branch", "main"],
        ["add", "--all"],
        ["commit", "--quiet", "--allow-empty", "--message", "As it was"],
    ):
        identity = ["-c", "user.name=floe", "-c", "user.email=floe@example.com"]
        subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


_MADE: dict[str, Callable[[Path], None]] = {
    "this repository": _checkout,
    "a repository of two projects": _monorepo,
    "a repository with one finding": _misspelt,
}
