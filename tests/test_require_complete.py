"""What was not checked: which causes count, and the run that fails for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint import lint
from floe_lint.api import Options
from floe_lint.cli import main
from floe_lint.findings.finding import Unchecked
from floe_lint.kernel.positions import Place, Span

HEAD = 'name: shop\nversion: "1.0.0"\norchestration:\n'
DBT = HEAD + "  dbt:\n    manifest_path: target/manifest.json\n"
MODULE = HEAD + "  asset_modules: [bronze]\n"
COMPUTED = "import os\n\nfrom floe_dagster import floe_asset\n\n\n@floe_asset(name=os.environ['N'])\ndef a(): ...\n"
MANIFEST = Unchecked(
    "floe.yaml",
    "what refers to dbt models other than by name",
    '"target/manifest.json" does not exist',
    'run "floe compile" or "dbt parse"',
    Place("floe.yaml", Span(5, 20, 5, 40)),
)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("pyproject.toml").write_text("")
    Path("dbt_project.yml").write_text("name: shop\n")


def _exit_code(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["lint", "--no-cache", *arguments])
    assert isinstance(stop.value.code, int)
    return stop.value.code


def test_dbt_models_without_a_manifest() -> None:
    Path("floe.yaml").write_text(DBT)
    assert lint().unchecked == (MANIFEST,)


def test_assets_that_only_running_the_code_tells() -> None:
    Path("floe.yaml").write_text(MODULE)
    Path("bronze.py").write_text(COMPUTED)
    [unchecked] = lint().unchecked
    assert unchecked.what == "what depends on knowing every asset"
    assert unchecked.place.path == "bronze.py"


def test_a_broken_file_is_told_by_its_error() -> None:
    Path("floe.yaml").write_text(MODULE)
    report = lint()
    assert [finding.rule for finding in report.findings] == ["module-not-found"]
    assert report.unchecked == ()


def test_where_nothing_reports_a_broken_file_it_is_unchecked() -> None:
    Path("floe.yaml").write_text(MODULE)
    report = lint(options=Options(select=["static-unknown"]))
    assert [unchecked.reason for unchecked in report.unchecked] == ['module "bronze" was not found']


def test_what_no_rule_asked_for_is_not_unchecked() -> None:
    Path("floe.yaml").write_text(DBT)
    assert lint(options=Options(select=["yaml-syntax"])).unchecked == ()


def test_a_project_that_is_known_is_complete() -> None:
    Path("floe.yaml").write_text(HEAD + "  jobs: {}\n")
    assert lint().unchecked == ()
    assert _exit_code("--require-complete") == 0


@pytest.mark.parametrize(
    ("arguments", "code"), [([], 0), (["--require-complete"], 1), (["--require-complete", "--exit-zero"], 0)]
)
def test_what_was_not_checked_fails_where_it_is_asked_for(arguments: list[str], code: int) -> None:
    Path("floe.yaml").write_text(DBT)
    assert _exit_code(*arguments) == code


def test_the_setting_asks_for_it_too() -> None:
    Path("floe.yaml").write_text(DBT)
    Path("floe-lint.toml").write_text("require-complete = true\n")
    assert _exit_code() == 1
