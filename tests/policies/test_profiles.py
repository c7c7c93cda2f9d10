"""Profiles, preview rules and rules that wait for the configuration."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.api import LintError, Options, lint
from floe_lint.findings.finding import RuleInfo
from floe_lint.judging.rule import Rule
from floe_lint.judging.run_settings import Settings, is_active, severity_of
from floe_lint.settings.configuration import Profile
from floe_lint.settings.settings_files import SettingsFiles
from tests.policies.packs import OWNER, write, write_pack, write_project, write_rule


def _rule(*, preview: bool = False, configured: bool = False) -> Rule:
    info = RuleInfo("new-rule", "warning", "1.0.0", ("job",), "x", "x", "", preview=preview)
    return Rule(info, "", None, None, "project", configured=configured)


@pytest.mark.parametrize(
    ("settings", "on"),
    [
        (Settings(), False),
        (Settings(select=("ALL",)), False),
        (Settings(select=("job",)), False),
        (Settings(select=("new-",)), False),
        (Settings(select=("new-rule",)), True),
        (Settings(preview=True), True),
        (Settings(preview=True, select=("ALL",)), True),
        (Settings(preview=True, select=("other",)), False),
        (Settings(preview=True, ignore=("job",)), False),
        (Settings(options={"new-rule": {}}), False),
        (Settings(profile=Profile("strict", ("new-rule",))), False),
    ],
)
def test_a_preview_rule_is_on_with_preview_or_by_its_own_id(settings: Settings, on: bool) -> None:
    assert is_active(_rule(preview=True), settings) is on


@pytest.mark.parametrize(
    ("settings", "on"),
    [
        (Settings(), False),
        (Settings(select=("ALL",)), False),
        (Settings(select=("new-rule",)), True),
        (Settings(options={"new-rule": {}}), True),
        (Settings(options={"new-rule": {}}, select=("ALL",)), True),
        (Settings(options={"new-rule": {}}, select=("other",)), False),
        (Settings(options={"new-rule": {}}, ignore=("new-rule",)), False),
        (Settings(profile=Profile("strict", ("job",))), True),
    ],
)
def test_a_rule_that_waits_is_on_once_it_is_asked_for(settings: Settings, on: bool) -> None:
    assert is_active(_rule(configured=True), settings) is on


def test_the_configuration_beats_the_profile() -> None:
    strict = Profile("strict", (), {"new-rule": "error"})
    assert severity_of(_rule(), Settings(profile=strict)) == "error"
    assert severity_of(_rule(), Settings(profile=strict, severity={"job": "info"})) == "info"


def _severities(repository: Path) -> dict[str, str]:
    assert SettingsFiles().nearest(".").path is not None
    return {finding.rule: finding.severity for finding in lint(repository / "floe.yaml").findings}


FLOE = """\
name: shop
version: "1.0.0"

orchestration:
  asset_modules: [stock]
  jobs:
    refresh:
      type: batch
      selection: [stock_levels, stock_lvels]
"""
MODULE = "from floe_dagster import floe_asset\n\n\n@floe_asset\ndef stock_levels(context, catalog):\n    pass\n"


def test_strict_has_more_rules_and_graver_ones(repository: Path) -> None:
    write(repository / "stock.py", MODULE)
    write_project(repository, "", FLOE)
    assert _severities(repository) == {"selection-empty-term": "warning"}
    write_project(repository, 'profile = "recommended"\n', FLOE)
    assert _severities(repository) == {"selection-empty-term": "warning"}
    write_project(repository, 'profile = "strict"\n', FLOE)
    assert _severities(repository) == {
        "selection-empty-term": "error",
        "required-description": "error",
        "required-owner": "error",
    }
    write_project(repository, 'profile = "strict"\nignore = ["required-owner", "required-description"]\n', FLOE)
    assert _severities(repository) == {"selection-empty-term": "error"}


def test_a_pack_adds_to_a_profile_and_brings_others(repository: Path) -> None:
    pack = write_pack(repository / "rules", front="configured: true\n" + OWNER)
    write(
        pack / "pack.yaml",
        "name: acme\nprofiles:\n  strict: {select: [job-owner]}\n  bank: {select: [acme-], severity: "
        "{job-owner: info}}\n",
    )
    write(repository / "stock.py", MODULE)
    write_project(repository, 'packs = ["rules"]\nprofile = "strict"\nignore = ["required-owner"]\n', FLOE)
    assert _severities(repository)["job-owner"] == "error"
    write_project(repository, 'packs = ["rules"]\nprofile = "bnak"\n', FLOE)
    with pytest.raises(LintError) as error:
        lint("floe.yaml")
    assert str(error.value) == (f'{repository / "floe-lint.toml"}: there is no profile "bnak"; did you mean "bank"?')
    write_project(repository, 'packs = ["rules"]\nprofile = "bank"\n', FLOE)
    with pytest.raises(LintError) as error:
        lint("floe.yaml")
    assert str(error.value) == '"acme-" in "profile bank" names no rule; see "floe rules"'


def test_a_preview_rule_of_a_pack_cannot_break_a_run(repository: Path) -> None:
    pack = write_pack(repository / "rules")
    write_rule(pack, "new-rule", "preview: true\n" + OWNER)
    write(repository / "stock.py", MODULE)
    write_project(repository, 'packs = ["rules"]\nselect = ["ALL"]\n', FLOE)
    assert "new-rule" not in _severities(repository)
    write_project(repository, 'packs = ["rules"]\nselect = ["ALL"]\npreview = true\n', FLOE)
    assert _severities(repository)["new-rule"] == "error"
    report = lint("floe.yaml", options=Options(select=["new-rule"]))
    assert [finding.rule for finding in report.findings] == ["new-rule"]
