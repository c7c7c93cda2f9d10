"""Addresses on the web: none while nobody owns them, and everything leads there once somebody does."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
from hatchling.metadata.core import ProjectMetadata
from hatchling.plugin.manager import PluginManager
from mkdocs.config import load_config

from docs_site import hooks
from floe_lint import __version__, addresses, lint
from floe_lint.adoption.editor import plan_schema_file, plan_schema_line
from floe_lint.adoption.first_project import plan_project
from floe_lint.adoption.pre_commit import hook_entry
from floe_lint.adoption.settings_file import plan_settings
from floe_lint.cli.rules_command import print_rules
from floe_lint.findings.finding import Report
from floe_lint.json_schema import SCHEMAS, json_schema
from floe_lint.lsp.diagnostics import diagnostic_of
from floe_lint.lsp.projects import Linted
from floe_lint.lsp.protocol_positions import Positions
from floe_lint.report import FORMATS, load_renderer
from floe_lint.report.render_options import RenderOptions
from tests.rule_cases import ROOT

SITE = "https://docs.example"
REPOSITORY = "https://git.example/floe-lint"
PAGE = f"{SITE}/rules/job-not-found"

FLOE = """name: shop
version: "1.0.0"
orchestration:
  schedules:
    daily:
      job: refresh
      cron_schedule: "0 6 * * *"
"""
SARIF_SCHEMA = json.loads((ROOT / "tests" / "report" / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))

_UNOWNED = re.compile(
    r"""https?://[\w.-]*floe[\w.-]*               # a host of our name
      | (?:git|bitbucket|codeberg)[\w-]*\.\w+[/:][^\s'"`)]*floe-lint  # a repository of our name
      | uses:\ *[\w.-]+/floe-lint                 # an action of our name
      | floe-lint\.(?:dev|io|com|org|net)
      | floe-lint/floe-lint
    """,
    re.VERBOSE | re.IGNORECASE,
)


@pytest.fixture
def owned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Both addresses are owned."""
    monkeypatch.setattr(addresses, "SITE", SITE)
    monkeypatch.setattr(addresses, "REPOSITORY", REPOSITORY)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one finding."""
    (tmp_path / "floe.yaml").write_text(FLOE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _rendered(format: str, report: Report) -> str:
    return load_renderer(format)(report, RenderOptions())


def test_no_file_holds_an_address_that_nobody_owns() -> None:
    """Filled settings are the one place where an address may stand."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    here = Path(__file__).relative_to(ROOT).as_posix()
    found = []
    for name in sorted(set(listed.strip("\0").split("\0")) - {here, "floe_lint/addresses.py"}):
        path = ROOT / name
        text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
        found += [f"{name}: {match[0]}" for match in _UNOWNED.finditer(text)]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        "https://floe-lint.dev/rules",
        "https://github.com/floe-lint/floe-lint",
        "git@github.com:acme/floe-lint.git",
        "https://raw.githubusercontent.com/floe-lint/floe-lint/main/x.svg",
        "uses: acme/floe-lint@v1",
        "https://floe.readthedocs.io",
    ],
)
def test_an_address_of_our_name_is_seen(text: str) -> None:
    assert _UNOWNED.search(text) is not None


@pytest.mark.usefixtures("folder")
def test_without_a_site_no_report_has_a_link() -> None:
    report = lint("floe.yaml")
    said = {format: _rendered(format, report) for format in FORMATS}
    own = {format: set(re.findall(r"https?://[^\s\"]+", text)) for format, text in said.items() if format != "sarif"}
    assert own == {format: set() for format in FORMATS if format != "sarif"}
    assert "\n  = docs: floe explain job-not-found\n" in said["text"]
    assert json.loads(said["json"])["findings"][0]["documentation"] is None
    rdjson = json.loads(said["rdjson"])
    assert rdjson["source"] == {"name": "floe-lint"}
    assert rdjson["diagnostics"][0]["code"] == {"value": "job-not-found"}
    assert "| `job-not-found` |" in said["markdown"]
    sarif = json.loads(said["sarif"])
    jsonschema.validate(sarif, SARIF_SCHEMA)
    driver = sarif["runs"][0]["tool"]["driver"]
    assert "informationUri" not in driver
    assert [rule["id"] for rule in driver["rules"] if "helpUri" in rule or not rule["help"]["text"]] == []


@pytest.mark.usefixtures("folder", "owned")
def test_with_a_site_reports_link_to_it() -> None:
    report = lint("floe.yaml")
    said = {format: _rendered(format, report) for format in FORMATS}
    assert f"\n  = docs: {PAGE}\n" in said["text"]
    assert json.loads(said["json"])["findings"][0]["documentation"] == PAGE
    rdjson = json.loads(said["rdjson"])
    assert rdjson["source"] == {"name": "floe-lint", "url": SITE}
    assert rdjson["diagnostics"][0]["code"] == {"value": "job-not-found", "url": PAGE}
    assert f"| [`job-not-found`]({PAGE}) |" in said["markdown"]
    sarif = json.loads(said["sarif"])
    jsonschema.validate(sarif, SARIF_SCHEMA)
    driver = sarif["runs"][0]["tool"]["driver"]
    assert driver["informationUri"] == SITE
    assert [rule["helpUri"] for rule in driver["rules"]] == [f"{SITE}/rules/{rule['id']}" for rule in driver["rules"]]


@pytest.mark.usefixtures("folder")
def test_rules_of_an_earlier_run_do_not_keep_their_links(monkeypatch: pytest.MonkeyPatch) -> None:
    for site, link in (("", ""), (SITE, PAGE), ("", "")):
        monkeypatch.setattr(addresses, "SITE", site)
        assert lint("floe.yaml").rules["job-not-found"].help_uri == link


@pytest.mark.parametrize(("site", "link"), [("", None), (SITE, PAGE)])
@pytest.mark.usefixtures("folder")
def test_the_list_of_rules(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], site: str, link: str | None
) -> None:
    monkeypatch.setattr(addresses, "SITE", site)
    assert print_rules(None, "json") == 0
    links = {rule["id"]: rule["help_uri"] for rule in json.loads(capsys.readouterr().out)}
    assert links["job-not-found"] == link


@pytest.mark.parametrize(("site", "link"), [("", None), (SITE, PAGE)])
def test_diagnostics_of_the_language_server(
    folder: Path, monkeypatch: pytest.MonkeyPatch, site: str, link: str | None
) -> None:
    monkeypatch.setattr(addresses, "SITE", site)
    report = lint("floe.yaml")
    linted = Linted(str(folder / "floe.yaml"), None, report, None, show_info=False)
    diagnostic = diagnostic_of(report.findings[0], linted, lambda _: Positions(FLOE))
    described = diagnostic.code_description
    assert (described.href if described is not None else None) == link


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_has_an_address_only_where_there_is_a_site(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    without = json_schema(name)
    assert "$id" not in without
    monkeypatch.setattr(addresses, "SITE", SITE)
    owned = json_schema(name)
    assert list(owned)[:2] == ["$schema", "$id"]
    assert owned.pop("$id") == f"{SITE}/schema/{name}.json"
    assert owned == without


def test_a_local_hook_stands_in_for_a_repository() -> None:
    assert hook_entry() == [
        "- repo: local",
        "  hooks:",
        "    - id: floe-lint",
        "      name: floe lint",
        "      description: Check floe.yaml, platform.yaml, the asset modules and the dbt manifest.",
        "      entry: floe-lint",
        "      language: python",
        r"      files: (^|/)(floe|platform)\.ya?ml$|\.py$|\.sql$|(^|/)(dbt_project\.yml|manifest\.json)$",
        "      pass_filenames: false",
        "      require_serial: true",
        '      minimum_pre_commit_version: "3.2.0"',
        f"      additional_dependencies: ['floe-lint=={__version__}']",
    ]


@pytest.mark.usefixtures("owned")
def test_the_hook_comes_from_the_repository() -> None:
    assert hook_entry() == [
        f"- repo: {REPOSITORY}",
        f"  rev: v{__version__}",
        "  hooks:",
        "    - id: floe-lint",
    ]


@pytest.mark.usefixtures("folder", "owned")
def test_with_a_site_init_writes_its_addresses_and_no_schema() -> None:
    line = plan_schema_line("floe.yaml", "floe", ".")
    assert line is not None
    assert line.after == f"# yaml-language-server: $schema={SITE}/schema/floe.json\n{FLOE}"
    assert plan_schema_file(".", "floe", needed=True) is None
    settings = plan_settings(".", None)
    assert settings is not None
    assert settings.after == f'# All settings: {SITE}/reference/configuration\nfail-on = "error"\n'
    assert f"# The fields: {SITE}/quickstart\n" in plan_project(".").after


@pytest.mark.parametrize(
    ("site", "repository", "expected"),
    [
        ("", "", {}),
        (SITE, "", {"Documentation": SITE}),
        (SITE, REPOSITORY, {"Documentation": SITE, "Source": REPOSITORY}),
    ],
)
def test_the_metadata_of_the_package(tmp_path: Path, site: str, repository: str, expected: dict[str, str]) -> None:
    (tmp_path / "floe_lint").mkdir()
    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "floe_lint/__init__.py"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    setting = f"SITE = {site!r}\nREPOSITORY = {repository!r}\n"
    (tmp_path / "floe_lint" / "addresses.py").write_text(setting, encoding="utf-8")
    assert ProjectMetadata(str(tmp_path), PluginManager()).core.urls == expected


@pytest.mark.parametrize(
    ("site", "repository", "expected"),
    [("", "", ("", None, None)), (SITE, REPOSITORY, (f"{SITE}/", REPOSITORY, "floe-lint"))],
)
def test_the_site_knows_its_address(
    monkeypatch: pytest.MonkeyPatch, site: str, repository: str, expected: tuple[str, str | None, str | None]
) -> None:
    monkeypatch.setattr(addresses, "SITE", site)
    monkeypatch.setattr(addresses, "REPOSITORY", repository)
    config = hooks.on_config(load_config(str(ROOT / "mkdocs.yml")))
    assert (config.site_url, config.repo_url, config.repo_name) == expected
