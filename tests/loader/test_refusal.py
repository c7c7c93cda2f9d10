"""A project with an error is refused before any of its modules is imported, whatever the error."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
import yaml

from floe_dagster import FloeDefinitions
from floe_lint.api import builtin_rules
from floe_lint.validated import InvalidProjectError
from tests.examples import examples
from tests.loader.installed import environment
from tests.rule_cases import SHOP, Case, Expected, all_cases, configuration, expectations, set_times

RULES = {rule.info.id: rule.info for rule in builtin_rules()}
TODAY_ONLY = {"backfill-in-future"}
"""Rules whose bad cases are judged on a fixed day, which the loader does not do."""


def _refusable() -> dict[str, tuple[Case, Expected]]:
    """For each rule that gives errors, its first bad case and an error there that needs no further environment.

    The loader leaves preview rules off.
    """
    found: dict[str, tuple[Case, Expected]] = {}
    for case in all_cases():
        if case.good or case.rule in found or case.rule in TODAY_ONLY or list(case.path.glob("*.env")):
            continue
        if RULES[case.rule].preview:
            continue
        for expected in expectations(case):
            if expected.severity == "error" and expected.rule == case.rule:
                found[case.rule] = case, expected
                break
    return found


CASES = _refusable()
FAMILIES: dict[str, str] = {}
for rule_id in CASES:
    FAMILIES.setdefault(RULES[rule_id].tags[0], rule_id)


def _copy(case: Case, folder: Path) -> Path:
    """The project of a case, with a definitions file and the settings that the case states."""
    shutil.copytree(case.path if case.path.is_dir() else SHOP, folder)
    if case.path.is_file():
        shutil.copyfile(case.path, folder / "floe.yaml")
        configuration(case, folder)
    set_times(case._replace(path=folder))
    (folder / "definitions_of_case.py").write_text(
        "from floe_dagster import FloeDefinitions\n\ndefs = FloeDefinitions.from_compiled_artifacts()\n"
    )
    return folder


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.chdir(tmp_path)
    path = list(sys.path)
    yield tmp_path / "project"
    sys.path[:] = path


def test_every_family_is_covered() -> None:
    errors = {rule.tags[0] for rule in RULES.values() if rule.severity == "error" and not rule.preview}
    assert set(FAMILIES) == errors


@pytest.mark.parametrize("rule", CASES)
def test_an_error_of_each_rule_is_refused(rule: str, elsewhere: Path) -> None:
    case, expected = CASES[rule]
    folder = _copy(case, elsewhere)
    with pytest.raises(InvalidProjectError) as caught:
        FloeDefinitions.from_compiled_artifacts(floe_file=folder / "floe.yaml")
    message = str(caught.value)
    assert message.startswith("the project has errors and is not loaded\n\n")
    assert f"error[{rule}]: {expected.message}\n" in message
    assert f"{os.path.join('project', expected.path)}:{expected.line}:{expected.start}" in message
    imported = [name for name, module in sys.modules.items() if str(folder) in str(getattr(module, "__file__", ""))]
    assert imported == []


@pytest.mark.slow
@pytest.mark.examples
def test_dagster_shows_the_report_of_each_family(tmp_path: Path) -> None:
    shown = dict(islice(FAMILIES.items(), examples(len(FAMILIES), least=3)))
    locations = []
    for family, rule in shown.items():
        folder = _copy(CASES[rule][0], tmp_path / family)
        # Whatever is imported leaves a file.
        for path in folder.rglob("*.py"):
            if path.name != "definitions_of_case.py":
                path.write_text("open('imported', 'w').close()\n" + path.read_text())
        target = {"relative_path": "definitions_of_case.py", "working_directory": str(folder), "location_name": family}
        locations.append({"python_file": {**target, "relative_path": str(folder / "definitions_of_case.py")}})
    (tmp_path / "workspace.yaml").write_text(yaml.safe_dump({"load_from": locations}))
    result = subprocess.run(
        ["dagster", "definitions", "validate", "-w", "workspace.yaml"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=300,
    )
    output = result.stdout + result.stderr
    print(output)
    assert result.returncode == 1
    for rule in shown.values():
        assert f"error[{rule}]: {CASES[rule][1].message}\n" in output
    assert not list(tmp_path.rglob("imported"))
