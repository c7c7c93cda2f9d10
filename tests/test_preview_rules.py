"""A preview rule is on in its own cases and in those of no other rule."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.docs.folders import prepare
from tests.rule_cases import ROOT

_PAGE = """\
---
severity: error
since: "0.2.0"
tags: [governance, project]
preview: true
---

## What it does

Finds projects that are not named `unseen`.

## Why is this bad?

It is not.

## Example

A project called `shop`.

## Use instead

Nothing.
"""
_CHECK = """\
from floe_lint.rules import At, Problem


def check(project):
    if project.floe_file.name != "unseen":
        yield Problem(At(("name",)), "the project is seen")
"""
_BAD = 'name: shop  # error@7-11: the project is seen\nversion: "1.0.0"\n'
_GOOD = 'name: unseen\nversion: "1.0.0"\n'
_FOUND_ELSEWHERE = """\
from docs_site.rule_pages import verdict
from floe_lint.api import builtin_rules
from tests.every_rule import every_rule_report

rules = builtin_rules()
print(*sorted({one.path for one in every_rule_report().findings if one.rule == "sees-everything"}))
print(*(rule.info.id for rule in rules if "[sees-everything]" in verdict(rule, rules)))
"""


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with one more rule, a preview that reports nearly every project."""
    folder = tmp_path_factory.mktemp("preview") / "checkout"
    prepare("this repository", folder)
    shutil.copytree(ROOT / "docs_site", folder / "docs_site", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "tests" / "every_rule.py", folder / "tests" / "every_rule.py")
    rule = folder / "rules" / "sees-everything"
    for path, text in {
        "rule.md": _PAGE,
        "sees_everything.py": _CHECK,
        "bad/first.yaml": _BAD,
        "bad/second.yaml": _BAD,
        "good/first.yaml": _GOOD,
        "good/second.yaml": _GOOD,
    }.items():
        (rule / path).parent.mkdir(parents=True, exist_ok=True)
        (rule / path).write_text(text, encoding="utf-8")
    return folder


def _python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [folder / ".venv" / "bin" / "python", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


@pytest.mark.slow
def test_the_cases_of_every_rule_hold(checkout: Path) -> None:
    result = _python(checkout, "-m", "pytest", "tests/test_rules.py", "-rp")
    assert result.returncode == 0, result.stdout
    passed = [line for line in result.stdout.splitlines() if line.startswith("PASSED") and "sees-everything" in line]
    assert passed == [
        "PASSED tests/test_rules.py::test_bad[sees-everything/bad/first.yaml]",
        "PASSED tests/test_rules.py::test_bad[sees-everything/bad/second.yaml]",
        "PASSED tests/test_rules.py::test_good[sees-everything/good/first.yaml]",
        "PASSED tests/test_rules.py::test_good[sees-everything/good/second.yaml]",
        "PASSED tests/test_rules.py::test_every_rule_has_cases[sees-everything]",
    ]


@pytest.mark.slow
def test_it_is_shown_on_its_own_page_only(checkout: Path) -> None:
    result = _python(checkout, "-c", _FOUND_ELSEWHERE)
    assert result.stdout.splitlines() == [
        "rules/sees-everything/bad/first.yaml rules/sees-everything/bad/second.yaml",
        "sees-everything",
    ], result.stderr
