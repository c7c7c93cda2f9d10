"""What waivers excuse, for how long, and who hears of it."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from pathlib import Path

import pytest

from floe_lint import Report
from floe_lint.api import LintError, Options, lint
from floe_lint.cli.lint_command import run
from floe_lint.findings.finding import Suppression
from floe_lint.validated import InvalidProjectError, validate

FLOE = """\
name: shop
version: "1.0.0"

orchestration:
  jobs:
    tidy:
      type: ops
      target_function: shop_ops.tidy
      args: {{endpoint: "http://{host}:9000/"}}
"""
WAIVER = """\
version: 1
waivers:
  - rule: service-url
    path: floe.yaml
    owner: data-platform
    reason: until the gateway moves
    ticket: DATA-12
    expires: {}
"""
TODAY = date(2026, 3, 10)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one breach, in a repository of its own."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "floe.yaml").write_text(FLOE.format(host="minio"))
    (tmp_path / "shop_ops.py").write_text("def tidy(endpoint): ...\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _lint(**options: object) -> Report:
    return lint("floe.yaml", options=Options(**{"today": TODAY, **options}))  # type: ignore[arg-type]


def _rules(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def test_a_waiver_excuses_and_says_who_allowed_it(project: Path) -> None:
    (project / "floe-waivers.yaml").write_text(WAIVER.format("2026-06-30"))
    report = _lint()
    assert report.findings == ()
    (waived,) = report.suppressed
    assert waived.rule == "service-url"
    assert waived.suppression is not None
    assert (
        waived.suppression[:2]
        == Suppression("external", "waived until 2026-06-30 by data-platform: until the gateway moves (DATA-12)")[:2]
    )
    assert [(waiver.rule, waiver.state) for waiver in report.waivers] == [("service-url", "used")]


@pytest.mark.parametrize(
    ("expires", "rules"),
    [
        ("2026-03-09", ["waiver-expired", "service-url"]),
        ("2026-03-10", ["waiver-ends-soon"]),
        ("2026-03-24", ["waiver-ends-soon"]),
        ("2026-03-25", []),
        ("2027-03-10", []),
        ("2027-03-11", ["waiver-invalid", "service-url"]),
    ],
)
def test_the_last_day_is_part_of_a_waiver_and_no_day_after(project: Path, expires: str, rules: list[str]) -> None:
    (project / "floe-waivers.yaml").write_text(WAIVER.format(expires))
    assert sorted(_rules(_lint())) == sorted(rules)


class _Clock(datetime):
    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime(2026, 3, 10, 23, 30, tzinfo=timezone.utc).astimezone(tz)  # type: ignore[arg-type]


@pytest.mark.parametrize(("zone", "holds"), [("UTC", True), ("Asia/Tokyo", False), ("America/New_York", True)])
def test_the_day_ends_in_the_projects_time_zone(
    project: Path, monkeypatch: pytest.MonkeyPatch, zone: str, holds: bool
) -> None:
    monkeypatch.setattr("floe_lint.judging.excused.datetime", _Clock)
    (project / "floe-waivers.yaml").write_text(WAIVER.format("2026-03-10"))
    (project / "floe-lint.toml").write_text(f'timezone = "{zone}"\n')
    assert ("service-url" not in _rules(_lint(today=None))) is holds


def test_a_zone_that_does_not_exist_is_refused(project: Path) -> None:
    (project / "floe-lint.toml").write_text('timezone = "Europe/Berln"\n')
    with pytest.raises(LintError, match=r'"timezone" is "Europe/Berln": .*did you mean "Europe/Berlin"\?'):
        _lint()


@pytest.mark.parametrize(
    "change",
    [
        ("path: floe.yaml", "path: other/floe.yaml"),
        ("path: floe.yaml", "path: '*.yml'"),
        ("owner:", "route: orchestration.schedules\n    owner:"),
        ("rule: service-url", "rule: cloud-region"),
        ("version: 1", "version: 2"),
        ("    reason: until the gateway moves\n", ""),
        ("owner: data-platform", "owner: ''"),
        ("expires:", "expire:"),
        ("waivers:", "waivers: {}\nx:"),
        ("  - rule", "- rule"),
        ("path: floe.yaml", "path: [floe.yaml]"),
    ],
)
def test_what_does_not_fit_exactly_excuses_nothing(project: Path, change: tuple[str, str]) -> None:
    (project / "floe-waivers.yaml").write_text(WAIVER.format("2026-06-30").replace(*change, 1))
    assert "service-url" in _rules(_lint())


@pytest.mark.parametrize(
    "change",
    [
        ("path: floe.yaml", "path: '**'"),
        ("path: floe.yaml", "path: 'fl?e.*'"),
        ("owner:", "route: orchestration\n    owner:"),
        ("owner:", "route: orchestration.jobs.*.args\n    owner:"),
        ("owner:", "route: '**.endpoint'\n    owner:"),
    ],
)
def test_globs_name_what_lies_below(project: Path, change: tuple[str, str]) -> None:
    (project / "floe-waivers.yaml").write_text(WAIVER.format("2026-06-30").replace(*change, 1))
    assert _rules(_lint()) == []


def test_the_policy_bounds_waivers(project: Path) -> None:
    (project / "floe-waivers.yaml").write_text(WAIVER.format("2026-06-30"))
    policies = {
        "max-days = 112": [],
        "max-days = 111": ["waiver-invalid", "service-url"],
        'never = ["boundary"]': ["waiver-invalid", "service-url"],
        'never = ["service-"]': ["waiver-invalid", "service-url"],
        "warn-days = 200": ["waiver-ends-soon"],
        "require-ticket = true": [],
    }
    for policy, rules in policies.items():
        (project / "floe-lint.toml").write_text(f"[waiver-policy]\n{policy}\n")
        assert sorted(_rules(_lint())) == sorted(rules), policy


@pytest.mark.parametrize(
    ("policy", "message"),
    [
        ("max-day = 3", '"max-day" is not a setting of "waiver-policy"; did you mean "max-days"?'),
        ("max-days = -1", '"max-days" of "waiver-policy" is a number of days'),
        ("warn-days = true", '"warn-days" of "waiver-policy" is a number of days'),
        ('never = "x"', '"never" is a list of strings'),
        ("require-ticket = 1", '"require-ticket" of "waiver-policy" is true or false'),
    ],
)
def test_a_policy_that_cannot_be_followed_is_refused(project: Path, policy: str, message: str) -> None:
    (project / "floe-lint.toml").write_text(f"[waiver-policy]\n{policy}\n")
    with pytest.raises(LintError) as caught:
        _lint()
    assert str(caught.value).endswith(message)


def test_a_credential_is_never_waived_unless_the_policy_says_so(project: Path) -> None:
    (project / "floe.yaml").write_text(
        FLOE.format(host="minio").replace('endpoint: "http://minio:9000/"', "password: hunter2-hunter2")
    )
    (project / "shop_ops.py").write_text("def tidy(password): ...\n")
    waiver = WAIVER.format("2026-06-30").replace("service-url", "literal-credential")
    (project / "floe-waivers.yaml").write_text(waiver)
    assert sorted(_rules(_lint())) == ["literal-credential", "waiver-invalid"]
    (project / "floe-lint.toml").write_text("[waiver-policy]\nnever = []\n")
    assert _rules(_lint()) == []


def test_a_waivers_file_serves_every_project_below_it(project: Path) -> None:
    (project / "floe-waivers.yaml").write_text(WAIVER.format("2026-06-30").replace("floe.yaml", "'*/floe.yaml'"))
    (project / "floe.yaml").unlink()
    for name in ("a", "b"):
        (project / name).mkdir()
        (project / name / "floe.yaml").write_text(FLOE.format(host="minio" if name == "a" else "localhost"))
        (project / name / "shop_ops.py").write_text("def tidy(endpoint): ...\n")
    report = lint(".", options=Options(today=TODAY))
    assert "service-url" in [finding.rule for finding in report.suppressed]
    assert "waiver-unused" not in _rules(report)
    (project / "a" / "floe.yaml").write_text('name: shop\nversion: "1.0.0"\n')
    (project / "b" / "floe.yaml").write_text('name: shop\nversion: "1.0.0"\n')
    assert _rules(lint(".", options=Options(today=TODAY))) == ["waiver-unused"]


def test_an_audit_sees_what_is_waived(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "floe-waivers.yaml").write_text(WAIVER.format("9999-12-31"))
    assert run(["floe.yaml", "-q"]) == 1
    (project / "floe-lint.toml").write_text("[waiver-policy]\nmax-days = 9999999\n")
    capsys.readouterr()
    assert run(["floe.yaml"]) == 0
    assert capsys.readouterr().out == (
        "No problems found in 1 project (1 waived).\n"
        "Waived until 9999-12-31: service-url in floe.yaml, by data-platform: until the gateway moves\n"
    )
    assert run(["floe.yaml", "-q", "--no-waivers"]) == 1
    assert "error[service-url]" in capsys.readouterr().out
    assert run(["floe.yaml", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["waivers"] == [
        {
            "rule": "service-url",
            "path": "floe.yaml",
            "route": "",
            "owner": "data-platform",
            "reason": "until the gateway moves",
            "ticket": "DATA-12",
            "expires": "9999-12-31",
            "state": "used",
            "place": {"path": "floe-waivers.yaml", "line": 3, "column": 5, "end_line": 3, "end_column": 22},
        }
    ]


def test_the_loader_honours_a_waiver_while_it_holds(project: Path) -> None:
    path = str(project / "floe.yaml")
    with pytest.raises(InvalidProjectError, match="service-url"):
        validate(path, {})
    (project / "floe-waivers.yaml").write_text(WAIVER.format("9999-12-31"))
    (project / "floe-lint.toml").write_text("[waiver-policy]\nmax-days = 9999999\n")
    assert validate(path, {}).report.ok
    (project / "floe-waivers.yaml").write_text(WAIVER.format("2020-12-31"))
    with pytest.raises(InvalidProjectError, match="service-url"):
        validate(path, {})
