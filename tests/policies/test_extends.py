"""Configurations that build on others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from floe_lint.cli.app import app
from floe_lint.settings.configuration import OwnSecret
from floe_lint.settings.keys import ConfigurationError
from floe_lint.settings.settings_files import SettingsFiles
from tests.policies.packs import write, write_pack, write_project


def _refused(path: Path) -> str:
    with pytest.raises(ConfigurationError) as error:
        SettingsFiles().read(str(path))
    return str(error.value)


def test_the_nearer_wins(repository: Path) -> None:
    write(
        repository / "base.toml",
        """
        profile = "strict"
        select = ["ALL"]
        env-files = ["env/prod.env"]
        severity = {dst-hazard = "error", cron-invalid = "info"}
        [rules.naming-convention]
        jobs = "snake_case"
        assets = "snake_case"
        [waiver-policy]
        max-days = 10
        [boundary]
        hosts = ["a.example"]
        """,
    )
    write(repository / "middle.toml", 'fail-on = "warning"\nignore = ["boundary"]\n')
    own = write(
        repository / "project" / "floe-lint.toml",
        """
        extends = ["../base.toml", "../middle.toml"]
        select = ["governance"]
        severity = {dst-hazard = "info"}
        [rules.naming-convention]
        jobs = "PascalCase"
        [waiver-policy]
        warn-days = 3
        [boundary]
        hosts = ["b.example"]
        """,
    )
    (repository / ".git").mkdir()
    read = SettingsFiles().read(str(own))
    assert read.profile == "strict"
    assert read.select == ("governance",)
    assert read.ignore == ("boundary",)
    assert read.fail_on == "warning"
    assert read.env_files == (str(repository / "env" / "prod.env"),)
    assert read.severity == {"dst-hazard": "info", "cron-invalid": "info"}
    assert read.rules == {"naming-convention": {"jobs": "PascalCase", "assets": "snake_case"}}
    assert (read.waiver_policy.max_days, read.waiver_policy.warn_days) == (10, 3)
    assert read.boundary.hosts == ("a.example", "b.example")
    assert read.origin("severity.cron-invalid") == str(repository / "base.toml")
    assert read.origin("severity.dst-hazard") == str(own)
    assert read.origin("rules.naming-convention.assets") == str(repository / "base.toml")


def test_lists_of_names_are_united_and_those_of_the_boundary_joined(repository: Path) -> None:
    write(
        repository / "shared" / "base.toml",
        'packs = ["a", "pack:b"]\nallow-python = ["a"]\nboundary.hosts = ["x.example"]\n',
    )
    own = write(
        repository / "floe-lint.toml",
        'extends = ["shared/base.toml"]\npacks = ["pack:b", "c"]\nallow-python = ["c", "a"]\n'
        '[boundary]\nhosts = ["x.example"]\nsecrets = [{name = "a key", pattern = "key_[0-9]+"}]\n',
    )
    base, read = str(repository / "shared" / "base.toml"), SettingsFiles().read(str(own))
    assert read.packs == (str(repository / "shared" / "a"), "pack:b", str(repository / "c"))
    assert read.allow_python == ("a", "c")
    assert read.boundary == (("x.example", "x.example"), (OwnSecret("a key", "key_[0-9]+"),))
    assert read.origins == {
        "packs": str(own),
        f"packs.{repository / 'shared' / 'a'}": base,
        "packs.pack:b": str(own),
        f"packs.{repository / 'c'}": str(own),
        "allow-python": str(own),
        "allow-python.a": str(own),
        "allow-python.c": str(own),
        "boundary": str(own),
        "boundary.hosts": str(own),
        "boundary.secrets": str(own),
    }


def test_of_two_the_later_wins(repository: Path) -> None:
    write(repository / "a.toml", 'profile = "a"\n')
    write(repository / "b.toml", 'profile = "b"\n')
    own = write(repository / "floe-lint.toml", 'extends = ["a.toml", "b.toml"]\n')
    assert SettingsFiles().read(str(own)).profile == "b"


def test_a_pyproject_can_be_extended(repository: Path) -> None:
    write(repository / "pyproject.toml", '[tool.floe-lint]\nprofile = "strict"\n')
    own = write(repository / "floe-lint.toml", 'extends = ["pyproject.toml"]\n')
    assert SettingsFiles().read(str(own)).profile == "strict"
    write(repository / "pyproject.toml", "[project]\n")
    assert _refused(own) == 'pyproject.toml: there is no table "[tool.floe-lint]" to extend'


def test_a_circle_is_named(repository: Path) -> None:
    write(repository / "a.toml", 'extends = ["b.toml"]\n')
    write(repository / "b.toml", 'extends = ["a.toml"]\n')
    assert _refused(repository / "a.toml") == 'b.toml: "extends" goes round in a circle: a.toml → b.toml → a.toml'


def test_what_is_not_there_is_named(repository: Path) -> None:
    own = write(repository / "floe-lint.toml", 'extends = ["shared.toml"]\n')
    assert _refused(own) == 'floe-lint.toml: "extends" names "shared.toml", which does not exist'
    write(own, 'extends = ["../shared.toml"]\n')
    assert _refused(own) == f'floe-lint.toml: "extends" names "../shared.toml", which lies outside "{repository}"'
    write(own, 'extends = ["pack:nowhere"]\n')
    assert _refused(own) == (
        'floe-lint.toml: "extends" names "pack:nowhere": no installed distribution offers a pack "nowhere"; is its '
        "distribution installed beside floe-lint?"
    )


def test_defects_are_told_of_the_file_that_has_them(repository: Path) -> None:
    write(repository / "base.toml", "selects = []\n")
    own = write(repository / "floe-lint.toml", 'extends = ["base.toml"]\n')
    assert _refused(own) == f'{repository / "base.toml"}: "selects" is not a setting; did you mean "select"?'


def test_a_pack_ships_a_configuration(repository: Path) -> None:
    pack = write_pack(repository / "governance")
    own = write(repository / "floe-lint.toml", 'packs = ["governance"]\nextends = ["pack:acme"]\n')
    assert _refused(own) == (
        'floe-lint.toml: "extends" names "pack:acme", but that pack ships no floe-lint.toml ("governance")'
    )
    write(pack / "floe-lint.toml", 'profile = "strict"\n')
    read = SettingsFiles().read(str(own))
    assert (read.profile, read.packs) == ("strict", (str(pack),))


def test_a_pack_cannot_allow_its_own_python(repository: Path) -> None:
    pack = write_pack(repository / "governance")
    write(pack / "floe-lint.toml", 'allow-python = ["acme"]\n')
    own = write(repository / "floe-lint.toml", 'packs = ["governance"]\nextends = ["pack:acme"]\n')
    assert _refused(own) == (
        "governance/floe-lint.toml: a configuration that comes with a pack cannot set "
        '"allow-python"; only the project can'
    )


def test_a_configuration_of_a_pack_stays_in_its_folder(repository: Path) -> None:
    pack = write_pack(repository / "governance")
    write(repository / "base.toml", "")
    write(pack / "floe-lint.toml", 'extends = ["../base.toml"]\n')
    own = write(repository / "floe-lint.toml", 'packs = ["governance"]\nextends = ["pack:acme"]\n')
    assert _refused(own) == f'governance/floe-lint.toml: "extends" names "../base.toml", which lies outside "{pack}"'


def test_without_extends_nothing_is_kept_of_origins(repository: Path) -> None:
    write_project(repository, 'ignore = ["dst-hazard"]\n')
    read = SettingsFiles().nearest(".")
    assert read.origins == {}
    assert read.origin("ignore") == read.path


def test_floe_rules_names_the_file_that_gives_each_part_of_the_boundary(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(repository / "base.toml", '[boundary]\nhosts = ["db.acme.example"]\n')
    write_project(
        repository,
        'extends = ["base.toml"]\n[boundary]\nsecrets = [{name = "a key", pattern = "key_[0-9]+"}]\n',
    )
    app(["rules"], prog_name="floe", standalone_mode=False)
    shown = {line.split("\t")[0]: line.split("\t")[4:] for line in capsys.readouterr().out.splitlines()}
    assert shown["own-hostname"] == ["on", "on (base.toml: boundary.hosts)"]
    assert shown["own-secret"] == ["on", "on (floe-lint.toml: boundary.secrets)"]


def test_floe_rules_shows_where_settings_come_from(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        repository / "base.toml", '[severity]\ndst-hazard = "error"\n[rules.required-description]\nleast-length = 5\n'
    )
    write_pack(repository / "governance")
    write_project(
        repository,
        'extends = ["base.toml"]\npacks = ["governance"]\nprofile = "strict"\nignore = ["cron-random"]\n'
        '[rules.required-description]\nkinds = ["sensors"]\n',
    )
    app(["rules"], prog_name="floe", standalone_mode=False)
    shown = {line.split("\t")[0]: line.split("\t")[4:] for line in capsys.readouterr().out.splitlines()}
    assert shown["dst-hazard"] == ["on", "error (base.toml: severity.dst-hazard)"]
    assert shown["cron-random"] == ["off", "off (floe-lint.toml: ignore)"]
    assert shown["misspelt-dependency"] == ["on", "error (profile strict)"]
    assert shown["naming-convention"] == ["off", "off (no rules.naming-convention)"]
    assert shown["own-secret"] == ["off", "off (no boundary.secrets)"]
    assert shown["job-owner"] == ["on", "on (pack acme)"]
    assert shown["required-description"] == [
        "on",
        (
            'on (floe-lint.toml: rules.required-description); kinds = ["sensors"] '
            "(floe-lint.toml: rules.required-description.kinds); least-length = 5 "
            "(base.toml: rules.required-description.least-length)"
        ),
    ]
    assert shown["job-not-found"] == ["on", "default"]
    app(["rules", "--format", "json"], prog_name="floe", standalone_mode=False)
    listed = {rule["id"]: rule for rule in json.loads(capsys.readouterr().out)}
    assert listed["job-owner"]["pack"] == "acme"
    assert listed["required-description"]["options"]["least-length"] == {
        "value": 5,
        "from": "base.toml: rules.required-description.least-length",
    }
