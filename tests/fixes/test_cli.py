"""``floe lint --fix``, ``--unsafe-fixes`` and ``--diff``."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
from pathlib import Path

import pytest

from floe_lint.cli import main
from floe_lint.disk import atomic_write
from floe_lint.fixes import write_files
from tests.rule_cases import ROOT, SHOP

HEAD = 'name: shop\nversion: "1.0.0"\norchestration:\n  asset_modules: [shop.assets]\n'
JOBS = '  jobs:\n    bronze_refresh: {type: batch, selection: ["*"]}\n'
SCHEDULE = '  schedules:\n    daily: {job: %s, cron_schedule: "0 6 * * *"}\n'
MISSPELT = HEAD + JOBS + SCHEDULE % "bronze_refesh"
CORRECT = HEAD + JOBS + SCHEDULE % "bronze_refresh"
UNSAFE = HEAD + JOBS + SCHEDULE.replace("cron_schedule", "cron") % "bronze_refresh"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SHOP, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def _floe(*arguments: str) -> int:
    return _run("lint", *arguments)


def _run(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(list(arguments))
    code = stop.value.code
    assert isinstance(code, int) or code is None
    return code or 0


def test_fix_writes_and_reports_what_remains(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(MISSPELT + "    hourly: {job: nightly, cron_schedule: '0 * * * *'}\n")
    assert _floe("--fix", "-q") == 1
    output = capsys.readouterr()
    assert output.err == "Fixed 1 finding.\n"
    assert output.out == (
        'floe.yaml:9:19: error[job-not-found] schedule "hourly" runs job "nightly", which is not defined; '
        "define it under orchestration.jobs, or name one of the defined jobs\n"
    )
    assert Path("floe.yaml").read_text() == CORRECT + "    hourly: {job: nightly, cron_schedule: '0 * * * *'}\n"


def test_fix_of_a_clean_project_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(CORRECT)
    before = os.stat("floe.yaml")
    assert _floe("--fix") == 0
    assert capsys.readouterr() == (
        "No problems found in 1 project (1 info hidden, show with --show-info).\n",
        "Fixed 0 findings.\n",
    )
    assert (os.stat("floe.yaml").st_mtime_ns, os.stat("floe.yaml").st_ino) == (before.st_mtime_ns, before.st_ino)


def test_diff_shows_and_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(MISSPELT)
    assert _floe("--diff") == 1
    output = capsys.readouterr()
    assert output.out == (
        "--- floe.yaml\n"
        "+++ floe.yaml\n"
        "@@ -5,4 +5,4 @@\n"
        "   jobs:\n"
        '     bronze_refresh: {type: batch, selection: ["*"]}\n'
        "   schedules:\n"
        '-    daily: {job: bronze_refesh, cron_schedule: "0 6 * * *"}\n'
        '+    daily: {job: bronze_refresh, cron_schedule: "0 6 * * *"}\n'
    )
    assert output.err == "Would fix 1 finding.\n"
    assert Path("floe.yaml").read_text() == MISSPELT


def test_diff_of_what_cannot_be_fixed_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(HEAD + JOBS + SCHEDULE % "nightly")
    assert _floe("--diff") == 0
    assert capsys.readouterr() == ("", "Would fix 0 findings.\n")


def test_unsafe_fixes_are_told_of_and_made_only_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(UNSAFE)
    assert _floe("--fix", "-q") == 1
    assert capsys.readouterr().err == "Fixed 0 findings.\n1 finding more can be fixed with --unsafe-fixes.\n"
    assert Path("floe.yaml").read_text() == UNSAFE
    assert _floe("--fix", "--unsafe-fixes") == 0
    assert capsys.readouterr().err == "Fixed 1 finding.\n"
    assert Path("floe.yaml").read_text() == CORRECT


def test_the_report_says_how_much_can_be_fixed(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(MISSPELT + "    hourly: {job: bronze_refesh, cron: '0 * * * *'}\n")
    assert _floe() == 1
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "Found 2 errors in 1 project (1 info hidden, show with --show-info).",
        "1 fixable with --fix, 1 more with --unsafe-fixes.",
    ]


def test_a_fix_that_brings_a_finding_is_not_made(capsys: pytest.CaptureFixture[str]) -> None:
    """The sensor would watch what its job builds."""
    text = (
        HEAD + JOBS + "  sensors:\n    s: {type: asset_sensor, watched_assets: [bronze_order], job: bronze_refresh}\n"
    )
    Path("floe.yaml").write_text(text)
    assert _floe("--fix", "-q") == 1
    assert capsys.readouterr().err == (
        "floe.yaml:8:46: watched-asset-not-found not fixed, since this would bring: "
        'sensor "s" watches what its own job "bronze_refresh" materializes: "bronze_orders" '
        "[self-triggering-sensor]\n"
        "Fixed 0 findings.\n"
    )
    assert Path("floe.yaml").read_text() == text


def test_mode_link_and_byte_order_mark_stay() -> None:
    target = Path("real.yaml")
    target.write_bytes(b"\xef\xbb\xbf" + MISSPELT.replace("\n", "\r\n").encode())
    target.chmod(0o640)
    Path("floe.yaml").symlink_to(target)
    assert _floe("--fix") == 0
    assert Path("floe.yaml").is_symlink()
    assert target.read_bytes() == b"\xef\xbb\xbf" + CORRECT.replace("\n", "\r\n").encode()
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_file_that_changed_meanwhile_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("floe.yaml").write_text(MISSPELT)
    write = write_files.write_fixed

    def change_then_write(*arguments: object) -> None:
        Path("floe.yaml").write_text(MISSPELT + "# changed\n")
        write(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr("floe_lint.cli.fixing.write_fixed", change_then_write)
    assert _floe("--fix") == 2
    path = Path("floe.yaml").absolute()
    assert capsys.readouterr().err == (
        f'floe lint: "{path}" was changed by another program meanwhile; nothing was written\n'
    )
    assert Path("floe.yaml").read_text() == MISSPELT + "# changed\n"


def test_what_was_written_is_put_back_when_another_file_cannot_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "name: shop\nversion: '1.0.0'\nobservability: {traces: true, otlp_endpoint: 'http://otel:4317'}\n"
    Path("floe.yaml").write_text(text)
    write = atomic_write.write_atomically

    def fail_on_floe(path: str, content: bytes) -> None:
        if path.endswith("floe.yaml"):
            raise OSError(28, "No space left on device", path)
        write(path, content)

    monkeypatch.setattr(write_files, "write_atomically", fail_on_floe)
    assert _floe("--fix", "--unsafe-fixes") == 2
    path = Path("floe.yaml").absolute()
    assert capsys.readouterr().err == (
        f'floe lint: "{path}" cannot be written: No space left on device; nothing was changed\n'
    )
    assert Path("floe.yaml").read_text() == text
    assert not Path("platform.yaml").exists()


def test_a_secret_that_is_taken_out_is_told_and_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(
        "name: shop\nversion: '1.0.0'\nstorage:\n  type: s3\n  bucket: lake\n"
        "  credentials: {access_key_id: '${LAKE_KEY}', secret_access_key: correct-horse-battery-9}\n"
    )
    assert _floe("--diff", "--unsafe-fixes") == 1
    output = capsys.readouterr()
    assert "-  credentials: {access_key_id: '${LAKE_KEY}', secret_access_key: •••••••••••••••••••••••}\n" in output.out
    reference = "{secret_ref: STORAGE_CREDENTIALS_SECRET_ACCESS_KEY}"
    assert f"+    credentials: {{access_key_id: '${{LAKE_KEY}}', secret_access_key: {reference}}}\n" in output.out
    assert output.err == (
        "Set the environment variable STORAGE_CREDENTIALS_SECRET_ACCESS_KEY to a new secret and revoke the old one: "
        "it stays in the history.\n"
        "Would fix 3 findings.\n"
    )
    assert "correct-horse" not in output.out + output.err


def test_a_diff_shows_no_secret(capsys: pytest.CaptureFixture[str]) -> None:
    secret = "AKIAZ3MSJVTWB6JDEOSG"
    Path("floe.yaml").write_text(
        HEAD + JOBS + "    hook: {type: ops, target_function: shop.ops.refresh, args: {retention_days: 1}}\n"
        "  schedules:\n"
        f"    hourly: {{job: bronze_refresh, cron_schedule: '0 * * * *', description: {secret}}}\n"
        "    daily: {job: bronze_refesh, cron_schedule: '0 6 * * *'}\n"
    )
    assert _floe("--diff") == 1
    output = capsys.readouterr()
    assert "+    daily: {job: bronze_refresh, cron_schedule: '0 6 * * *'}\n" in output.out
    assert f"description: {'•' * len(secret)}" in output.out
    assert secret not in output.out + output.err


def test_a_secret_in_what_moves_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    secret = "AKIAZ3MSJVTWB6JDEOSG"
    Path("floe.yaml").write_text(
        f"{HEAD}schedules:\n    daily: {{job: bronze_refresh, cron_schedule: '0 6 * * *', description: {secret}}}\n"
    )
    assert _floe("--format", "json") == 1
    output = capsys.readouterr().out
    assert secret not in output
    (found,) = [finding for finding in json.loads(output)["findings"] if finding["rule"] == "misplaced-section"]
    assert found["fix"] == {
        "title": 'Move "schedules" under "orchestration"',
        "safe": True,
        "edits": [
            {"path": "floe.yaml", "line": 5, "column": 1, "end_line": 5, "end_column": 1, "text": "  "},
            {"path": "floe.yaml", "line": 6, "column": 1, "end_line": 6, "end_column": 1, "text": "  "},
        ],
        "note": None,
    }


def test_the_json_report_carries_the_edits(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(MISSPELT)
    assert _floe("--format", "json") == 1
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    edit = {"path": "floe.yaml", "line": 8, "column": 18, "end_line": 8, "end_column": 31, "text": "bronze_refresh"}
    assert finding["fix"] == {"title": 'Write "bronze_refresh"', "safe": True, "edits": [edit], "note": None}


def test_sarif_carries_the_replacements(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(MISSPELT)
    assert _floe("--format", "sarif") == 1
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    region = {"startLine": 8, "startColumn": 18, "endLine": 8, "endColumn": 31}
    assert result["fixes"] == [
        {
            "description": {"text": 'Write "bronze_refresh"'},
            "artifactChanges": [
                {
                    "artifactLocation": result["locations"][0]["physicalLocation"]["artifactLocation"],
                    "replacements": [{"deletedRegion": region, "insertedContent": {"text": "bronze_refresh"}}],
                }
            ],
            "properties": {"safe": True},
        }
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--unsafe-fixes"], "--unsafe-fixes goes with --fix or --diff"),
        (["--fix", "--stdin-filename", "floe.yaml"], "fixing needs files; it takes no --stdin-filename"),
        (
            ["--fix", "--add-ignore", "later"],
            "--add-ignore and --fix are two commands: fix first, then ignore what remains",
        ),
        (["--add-ignore", " "], '--add-ignore needs a reason, as in --add-ignore "comes with the next release"'),
        (["--add-ignore", "a # b"], 'the reason of --add-ignore is one line without "#"'),
        (["--add-ignore", "later", "--no-ignores"], "--add-ignore has no use with --no-ignores"),
    ],
)
def test_what_does_not_go_together(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("floe.yaml").write_text(MISSPELT)
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO()))
    assert _floe(*arguments) == 2
    assert capsys.readouterr() == ("", f"floe lint: {message}\n")
    assert Path("floe.yaml").read_text() == MISSPELT


def test_rules_and_explain_say_what_can_be_fixed(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("rules", "--tag", "selection") == 0
    rows = [line.split("\t")[:3] for line in capsys.readouterr().out.splitlines()]
    assert ["selection-redundant-term", "info", "safe"] in rows
    assert ["selection-syntax", "error", "-"] in rows
    assert _run("explain", "module-not-found") == 0
    facts = "severity error · since 0.1.0 · tags reference, module · fixable (unsafe)"
    assert capsys.readouterr().out.startswith(f"# module-not-found\n\n{facts}\n\n## What it does\n")


def test_the_commands_of_the_how_to_run(capsys: pytest.CaptureFixture[str]) -> None:
    """One after another on a project with a safe fix, an unsafe one and a finding that only an ignore takes out."""
    page = (ROOT / "docs" / "how-to" / "fix.md").read_text(encoding="utf-8")
    commands = [shlex.split(line)[3:] for line in page.splitlines() if line.startswith("$ floe lint")]
    Path("floe.yaml").write_text(
        UNSAFE + "    weekly: {job: bronze_refesh, cron_schedule: '0 6 * * 1'}\n"
        "    hourly: {job: nightly, cron_schedule: '0 * * * *'}\n"
    )
    assert [(_floe(*command), capsys.readouterr().err.splitlines()[0]) for command in commands] == [
        (1, "Would fix 1 finding."),
        (1, "Fixed 1 finding."),
        (1, "Would fix 1 finding."),
        (1, "Fixed 1 finding."),
        (0, "Added ignore comments for 1 finding."),
    ]
