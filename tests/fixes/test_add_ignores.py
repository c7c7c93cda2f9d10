"""``floe lint --add-ignore``."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from floe_lint.cli import main
from tests.rule_cases import SHOP

HEAD = 'name: shop\nversion: "1.0.0"\norchestration:\n  asset_modules: [shop.assets]\n'


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def _floe(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(["lint", *arguments])
    code = stop.value.code
    assert isinstance(code, int) or code is None
    return code or 0


def _check(before: str, after: str, capsys: pytest.CaptureFixture[str], count: str, reason: str = "later") -> None:
    """The comments are added, everything is ignored by them, and a second time nothing is added."""
    Path("floe.yaml").write_bytes(before.encode())
    assert _floe("--add-ignore", reason) == 0
    assert capsys.readouterr().err == f"Added ignore comments for {count}.\n"
    assert Path("floe.yaml").read_bytes().decode() == after
    assert _floe() == 0
    capsys.readouterr()
    assert _floe("--add-ignore", reason) == 0
    assert capsys.readouterr().err == "Added ignore comments for 0 findings.\n"
    assert Path("floe.yaml").read_bytes().decode() == after


def test_at_the_end_of_the_line_behind_other_comments(capsys: pytest.CaptureFixture[str]) -> None:
    before = HEAD + (
        "  schedules:\r\n"
        '    daily: {job: nightly, cron_schedule: "0 6 * * *"}\r\n'
        '    hourly: {job: nightly, cron_schedule: "0 * * * *"}  # on the hour\r\n'
        '    monthly: {job: nightly, cron_schedule: "0 0 1 * *"} \t'
    )
    after = HEAD + (
        "  schedules:\r\n"
        '    daily: {job: nightly, cron_schedule: "0 6 * * *"}  # floe: ignore[job-not-found] later\r\n'
        '    hourly: {job: nightly, cron_schedule: "0 * * * *"}  # on the hour  # floe: ignore[job-not-found] later\r\n'
        '    monthly: {job: nightly, cron_schedule: "0 0 1 * *"} \t# floe: ignore[job-not-found] later'
    )
    _check(before, after, capsys, "3 findings")


def test_into_the_comment_that_is_there(capsys: pytest.CaptureFixture[str]) -> None:
    entry = "    daily: {job: nightly, enabled: YES, cron_schedule: '0 6 * * *'}\n"
    before = f"{HEAD}  schedules:\n    # floe: ignore[job-not-found] next release\n{entry}"
    after = f"{HEAD}  schedules:\n    # floe: ignore[job-not-found, ambiguous-scalar] next release; later\n{entry}"
    _check(before, after, capsys, "1 finding")


def test_several_rules_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    before = f"{HEAD}  schedules:\n    daily: {{job: nightly, enabled: YES, cron_schedule: '0 6 * * *'}}\n"
    after = (
        f"{HEAD}  schedules:\n    daily: {{job: nightly, enabled: YES, cron_schedule: '0 6 * * *'}}"
        "  # floe: ignore[job-not-found, ambiguous-scalar] later\n"
    )
    _check(before, after, capsys, "2 findings")


def test_above_a_text_of_several_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Within it a comment would be text."""
    before = HEAD + (
        "  jobs:\n"
        "    refresh:\n"
        "      type: batch\n"
        '      selection: ["group:bronze"]\n'
        "      description: |\n"
        "        Reads\n"
        "        http://marquez:5000 and\n"
        "        every day.\n"
    )
    after = before.replace("      description", "      # floe: ignore[service-url] moves in March\n      description")
    _check(before, after, capsys, "1 finding", "moves in March")


def test_what_cannot_be_ignored_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    secret = "AKIAZ3MSJVTWB6JDEOSG"
    text = f"{HEAD}  schedules:\n    daily: {{job: nightly, cron_schedule: '0 6 * * *', description: {secret}}}\n"
    Path("floe.yaml").write_text(text)
    assert _floe("--add-ignore", "later", "-q") == 1
    output = capsys.readouterr()
    assert output.err == (
        "floe.yaml:6:68: literal-credential cannot be ignored by a comment\nAdded ignore comments for 1 finding.\n"
    )
    assert "error[literal-credential]" in output.out
    assert Path("floe.yaml").read_text() == text.replace("}\n", "}  # floe: ignore[job-not-found] later\n")


def test_diff_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    text = f"{HEAD}  schedules:\n    daily: {{job: nightly, cron_schedule: '0 6 * * *'}}\n"
    Path("floe.yaml").write_text(text)
    assert _floe("--add-ignore", "later", "--diff") == 1
    output = capsys.readouterr()
    assert output.err == "Would add ignore comments for 1 finding.\n"
    assert output.out.splitlines()[-2:] == [
        "-    daily: {job: nightly, cron_schedule: '0 6 * * *'}",
        "+    daily: {job: nightly, cron_schedule: '0 6 * * *'}  # floe: ignore[job-not-found] later",
    ]
    assert Path("floe.yaml").read_text() == text


def test_a_file_that_cannot_be_read_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text("name: [shop\n")
    assert _floe("--add-ignore", "later", "-q") == 1
    assert capsys.readouterr().err == (
        "floe.yaml:1:7: yaml-syntax cannot be ignored by a comment\nAdded ignore comments for 0 findings.\n"
    )
    assert Path("floe.yaml").read_text() == "name: [shop\n"
