"""Env files: what is found under them, where it points, and that their values are never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.api import LintError, Options, builtin_rules, lint
from floe_lint.findings.finding import Report
from floe_lint.kernel.positions import Place, Span

RULES = builtin_rules()
FLOE = """\
name: shop
version: "1.0.0"
observability:
  traces: "${TRACES:true}"
  metrics: "${METRICS:perhaps}"
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FLOE_PLATFORM_FILE", raising=False)
    monkeypatch.delenv("FLOE_PLATFORM_ENV", raising=False)
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "floe.yaml").write_text(FLOE)


def _lint(*env_files: str, env: dict[str, str] | None = None) -> Report:
    return lint("floe.yaml", options=Options(select=["ALL"], rules=RULES, env_files=env_files, env=env or {}))


def _found(report: Report) -> list[tuple[str, str | None]]:
    return [(finding.message, finding.environment) for finding in report.findings]


DEFAULT = '"observability.metrics" takes true or false, but the default of "METRICS" makes it "perhaps"'


def test_a_finding_says_under_which_env_file_it_arises(tmp_path: Path) -> None:
    (tmp_path / "dev.env").write_text("TRACES=never\nMETRICS=false\n")
    (tmp_path / "prod.env").write_text("# production\nTRACES=never\n")
    takes = '"observability.traces" takes true or false, but the variable "TRACES" makes it "never"'
    report = _lint("dev.env", "prod.env")
    assert _found(report) == [
        (f"{takes} in dev.env", "dev.env"),
        (f"{takes} in prod.env", "prod.env"),
        (DEFAULT, None),
    ]
    assert [related.place for related in report.findings[1].related] == [Place("prod.env", Span(2, 1, 2, 7))]
    assert [related.message for related in report.findings[1].related] == ['"TRACES" is set here']


def test_a_value_of_the_command_line_beats_the_env_file(tmp_path: Path) -> None:
    (tmp_path / "dev.env").write_text("TRACES=never\nMETRICS=on\n")
    assert _found(_lint("dev.env", env={"TRACES": "no"})) == [(DEFAULT, None)]
    assert _found(_lint(env={"TRACES": "sometimes", "METRICS": "on"})) == [
        ('"observability.traces" takes true or false, but the variable "TRACES" makes it "sometimes"', None)
    ]


def test_a_value_may_take_those_of_the_lines_above_it(tmp_path: Path) -> None:
    (tmp_path / "dev.env").write_text("VERDICT=nev\nTRACES='${VERDICT}er'\nMETRICS=${FROM_THE_PROCESS}\n")
    assert _found(_lint("dev.env")) == [
        (
            '"observability.traces" takes true or false, but the variable "TRACES" makes it "never" in dev.env',
            "dev.env",
        ),
        (DEFAULT, None),
    ]
    assert _found(_lint("dev.env", env={"VERDICT": "on", "TRACES": "on"})) == [(DEFAULT, None)]


def test_an_empty_value_takes_the_default_behind_a_dash(tmp_path: Path) -> None:
    (tmp_path / "floe.yaml").write_text(FLOE.replace("${METRICS:perhaps}", "${METRICS:-perhaps}"))
    (tmp_path / "dev.env").write_text("TRACES=\nMETRICS=\n")
    assert _found(_lint("dev.env")) == [
        ('"observability.traces" takes true or false, but the variable "TRACES" makes it empty in dev.env', "dev.env"),
        (DEFAULT, None),
    ]


def test_unused_variables_point_into_the_env_file(tmp_path: Path) -> None:
    (tmp_path / "dev.env").write_text("METRICS=on\nexport TRACE='hunter2'  # hunter2\n")
    report = _lint("dev.env")
    finding = next(finding for finding in report.findings if finding.path == "dev.env")
    assert (finding.rule, finding.severity, finding.span) == ("unused-env-variable", "info", Span(2, 8, 2, 13))
    assert finding.environment == "dev.env"
    assert report.sources["dev.env"] == "METRICS=••\n•••••• TRACE=•••••••••  • •••••••\n"


def test_variables_of_platform_yaml_are_used(tmp_path: Path) -> None:
    (tmp_path / "platform.yaml").write_text('observability:\n  attributes: {team: "${TEAM:none}"}\n')
    (tmp_path / "dev.env").write_text("METRICS=on\nTRACES=on\nTEAM=shop\n")
    assert _found(_lint("dev.env")) == [(DEFAULT, None)]


def test_a_broken_file_says_nothing_of_what_is_used(tmp_path: Path) -> None:
    (tmp_path / "platform.yaml").write_text("observability: [\n")
    (tmp_path / "dev.env").write_text("METRICS=on\nTEAM=shop\n")
    assert [finding.rule for finding in _lint("dev.env").findings] == ["uncoercible-variable", "yaml-syntax"]


def test_an_env_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(LintError, match=r'^env file "dev\.env" cannot be read: No such file or directory$'):
        _lint("dev.env")
    (tmp_path / "dev.env").write_text("TRACES true\n")
    with pytest.raises(LintError, match=r"^dev\.env:1: the line is not KEY=VALUE$"):
        _lint("dev.env")


def test_projects_that_share_a_platform_file_tell_its_defects_once(tmp_path: Path) -> None:
    (tmp_path / "platform.yaml").write_text("storage: []\n")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "floe.yaml").write_text('name: shop\nversion: "1.0.0"\n')
    report = lint("a", "b", options=Options(select=["ALL"], rules=RULES, env_files=[]))
    assert [(finding.path, finding.message) for finding in report.findings] == [
        ("platform.yaml", '"storage" takes a mapping, not a list; write each name as a key, "name:", instead of "- "')
    ]
