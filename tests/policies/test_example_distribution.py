"""The example of an organisation's distribution: its cases, and using it once it is installed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from floe_lint.api import LintError, lint
from floe_lint.settings.pack_folders import installed_folder
from tests.policies.packs import FLOE, write, write_project
from tests.rule_cases import ROOT, SHOP, Case, all_cases, expectations

EXAMPLE = ROOT / "examples" / "acme-floe-policies"
PACK = EXAMPLE / "acme_floe_policies"
CASES = all_cases(PACK)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.relative_to(PACK).as_posix())
def test_cases(case: Case, repository: Path) -> None:
    (repository / "pack").mkdir()
    for path in PACK.rglob("*"):
        if path.is_file() and "good" not in path.parts and "bad" not in path.parts:
            write(repository / "pack" / path.relative_to(PACK), path.read_text(encoding="utf-8"))
    source = case.path if case.path.is_dir() else SHOP
    for path in source.rglob("*"):
        if path.suffix in (".py", ".yaml"):
            write(repository / path.relative_to(source), path.read_text(encoding="utf-8"))
    floe = case.path / "floe.yaml" if case.path.is_dir() else case.path
    write_project(repository, f'packs = ["pack"]\nselect = ["{case.rule}"]\n', floe.read_text(encoding="utf-8"))
    found = [
        (item.path, item.span.line, item.span.column, item.rule, item.severity, item.message)
        for item in lint("floe.yaml").findings
    ]
    stated = [(item.path, item.line, item.start, item.rule, item.severity, item.message) for item in expectations(case)]
    assert found == ([] if case.good else stated)
    assert case.good or stated


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the distribution, built and installed as users do."""
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*command, "--target", str(target), str(EXAMPLE)], check=True, timeout=120)
    return target


def _floe(folder: Path, target: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(target)]), "NO_COLOR": "1"}
    command = [sys.executable, "-m", "floe_lint", *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60, encoding="utf-8"
    )


@pytest.mark.slow
def test_an_installed_pack_is_used_with_its_configuration(repository: Path, installed: Path) -> None:
    write_project(repository, 'extends = ["pack:acme"]\n', FLOE.replace("refresh:", "Refresh:"))
    result = _floe(repository, installed, "lint", "--show-info")
    assert result.returncode == 1, result.stderr
    for line in (
        'error[job-has-an-owner]: job "Refresh" names no team; set its tag "owner" to "team:" and a team',
        'error[naming-convention]: job "Refresh" is not in snake_case; name it "refresh"',
        'error[required-description]: job "Refresh" has no description; say in "description" what it is for',
    ):
        assert line in result.stdout
    rules = _floe(repository, installed, "rules", "--tag", "acme").stdout.splitlines()
    assert [line.split("\t")[::4] for line in rules] == [
        ["bronze-assets-name-their-source", "on"],
        ["job-has-an-owner", "on"],
        ["nightly-jobs-run-at-night", "on"],
    ]
    page = _floe(repository, installed, "explain", "job-has-an-owner").stdout
    assert page.startswith("# job-has-an-owner\n\nseverity warning · since 1.0.0 · tags acme, owner\n")


@pytest.mark.slow
def test_the_rules_alone(repository: Path, installed: Path) -> None:
    write_project(repository, 'packs = ["pack:acme"]\nselect = ["acme"]\n')
    result = _floe(repository, installed, "lint", "--format", "github")
    assert result.returncode == 0
    assert "job-has-an-owner" in result.stdout


@pytest.mark.slow
def test_nothing_of_the_distribution_is_imported(repository: Path, installed: Path) -> None:
    write_project(repository, 'packs = ["pack:acme"]\n')
    code = (
        "import sys\nfrom floe_lint import lint\nreport = lint('floe.yaml')\n"
        "print('job-has-an-owner' in report.rules, 'acme_floe_policies' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(installed)])}
    result = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.split() == ["True", "False"]


def _offer(folder: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "fake-1.0.dist-info" / "METADATA", "Metadata-Version: 2.1\nName: fake\nVersion: 1.0\n")
    write(folder / "fake-1.0.dist-info" / "entry_points.txt", f"[floe_lint.packs]\nbank = {value}\n")
    monkeypatch.syspath_prepend(str(folder))


def _refused() -> str:
    with pytest.raises(LintError) as error:
        lint("floe.yaml")
    return str(error.value)


def test_a_function_is_called_only_with_permission(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = repository.parent / "site"
    ran = repository.parent / "ran"
    _offer(site, "bank_policies:folder", monkeypatch)
    code = f"import os\nopen({str(ran)!r}, 'w').close()\n\n\ndef folder():\n    return {str(site / 'rules')!r}\n"
    write(site / "bank_policies.py", code)
    write(site / "rules" / "pack.yaml", "name: bank\n")
    write_project(repository, 'packs = ["pack:bank"]\n')
    assert _refused() == (
        'the pack "bank" is found by running Python ("bank_policies:folder"), which the configuration does not allow; '
        'add "bank" to "allow-python", or let its entry point name a package'
    )
    assert not ran.exists()
    write_project(repository, 'packs = ["pack:bank"]\nallow-python = ["bank"]\n')
    lint("floe.yaml")
    assert ran.exists()


def test_defects_of_an_entry_point_are_told(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = repository.parent / "site"
    _offer(site, "bank_rules", monkeypatch)
    write_project(repository, 'packs = ["pack:bnak"]\n')
    assert _refused() == 'no installed distribution offers a pack "bnak"; did you mean "pack:bank"?'
    write_project(repository, 'packs = ["pack:bank"]\n')
    assert _refused() == 'the entry point "bank" of "floe_lint.packs" names "bank_rules", which holds no pack.yaml'
    write(site / "bank_rules" / "pack.yaml", "name: other\n")
    assert _refused() == (f'{site / "bank_rules" / "pack.yaml"}: the pack is installed as "bank" and named "other"')
    assert installed_folder("bank", ()) == str(site / "bank_rules")
