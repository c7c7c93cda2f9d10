"""A configuration that cannot be followed fails its own project only."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from floe_lint import lint
from floe_lint.api import LintError
from floe_lint.cli import main
from floe_lint.findings.finding import NotLinted

BROKEN = """name: shop
version: "1.0.0"
orchestration:
  schedules:
    daily:
      job: nope
      cron_schedule: "0 6 * * *"
"""


@pytest.fixture(autouse=True)
def _repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".git").mkdir()
    for name in ("bad", "good"):
        Path(name).mkdir()
        Path(name, "floe.yaml").write_text(BROKEN)
    Path("bad", "floe-lint.toml").write_text("select = [\n")


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int | str | None, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["lint", "--no-cache", *arguments])
    printed = capsys.readouterr()
    return stop.value.code, printed.out, printed.err


def test_the_others_are_linted() -> None:
    report = lint()
    assert report.projects == ("good/floe.yaml",)
    assert [finding.path for finding in report.findings] == ["good/floe.yaml"]
    [failed] = report.failed
    assert failed.project == "bad/floe.yaml"
    assert failed.reason.startswith("bad/floe-lint.toml is not TOML: ") or "/bad/floe-lint.toml" in failed.reason
    assert not report.ok


@pytest.mark.parametrize("paths", [[], ["bad/floe.yaml", "good/floe.yaml"]])
def test_the_run_fails_at_the_end(paths: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = _run(capsys, "--exit-zero", *paths)
    assert code == 2
    assert out.endswith("Found 1 error in 1 project.\nNot linted: 1 project, bad/floe.yaml\n")
    assert err.startswith("floe lint: bad/floe.yaml was not linted: ")


def test_an_option_of_a_rule_is_one_of_its_own_project(capsys: pytest.CaptureFixture[str]) -> None:
    Path("bad", "floe-lint.toml").write_text('select = ["no-such-rule"]\n')
    code, out, _ = _run(capsys, "--format", "json")
    assert code == 2
    report = json.loads(out)
    assert report["projects"] == ["good/floe.yaml"]
    assert report["failed"] == [
        {
            "project": "bad/floe.yaml",
            "reason": '"no-such-rule" in "select" names no rule; see "floe rules"',
        }
    ]


def test_sarif_says_that_the_run_did_not_succeed(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = _run(capsys, "--format", "sarif")
    [invocation] = json.loads(out)["runs"][0]["invocations"]
    assert invocation["executionSuccessful"] is False
    [notification] = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("bad/floe.yaml was not linted: ")


def test_where_no_project_can_be_linted_nothing_is() -> None:
    Path("good", "floe.yaml").unlink()
    with pytest.raises(LintError, match="is not TOML"):
        lint()


def test_the_configuration_of_the_working_folder_is_that_of_the_run(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe-lint.toml").write_text("select = [\n")
    code, out, err = _run(capsys)
    assert (code, out) == (2, "")
    assert err.startswith("floe lint: ")


def test_failures_are_named_tuples_that_processes_hand_over() -> None:
    assert lint().failed == (NotLinted("bad/floe.yaml", lint().failed[0].reason),)
