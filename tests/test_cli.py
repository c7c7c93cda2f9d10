"""The command line: exit codes, outputs, streams."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from floe_lint import __version__
from floe_lint.cli import main, main_lint

CLEAN = 'name: shop\nversion: "1.0.0"\n'
BROKEN = CLEAN + ("orchestration:\n  schedules:\n    daily:\n      job: nope\n      cron_schedule: '0 6 * * *'\n")
WARNS = CLEAN + 'orchestration:\n  assets:\n    "x_*": {compute_kind: python}\n'


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def _floe(*arguments: str) -> int:
    with pytest.raises(SystemExit) as stop:
        main(list(arguments))
    code = stop.value.code
    assert isinstance(code, int) or code is None
    return code or 0


def test_clean_is_0_and_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(CLEAN)
    assert _floe("lint") == 0
    assert capsys.readouterr() == ("No problems found in 1 project.\n", "")


def test_findings_are_1(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(BROKEN)
    assert _floe("lint", "-q") == 1
    assert capsys.readouterr().out == (
        'floe.yaml:6:12: error[job-not-found] schedule "daily" runs job "nope", which is not defined; '
        "define it under orchestration.jobs\n"
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], 0),
        (["--fail-on", "warning"], 1),
        (["--fail-on", "warning", "--exit-zero"], 0),
        (["--fail-on", "warning", "--ignore", "asset-pattern-unmatched"], 0),
    ],
)
def test_what_fails_is_chosen(arguments: list[str], code: int) -> None:
    Path("floe.yaml").write_text(WARNS)
    assert _floe("lint", *arguments) == code


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nope.yaml"], 'floe lint: "nope.yaml" does not exist\n'),
        (["none/*.yaml"], 'floe lint: no file matches "none/*.yaml"\n'),
        (
            ["--select", "job-not-fond"],
            'floe lint: "job-not-fond" in "select" names no rule; did you mean "job-not-found"?\n',
        ),
        (["--env", "X"], 'floe lint: "--env" takes KEY=VALUE with a variable name as KEY, not "X"\n'),
        (["--env-file", "prod.env"], 'floe lint: env file "prod.env" cannot be read: No such file or directory\n'),
        (["--config", "x.toml"], "floe lint: x.toml cannot be read: No such file or directory\n"),
        (["-o", "none/report.sarif"], 'floe lint: "none/report.sarif" cannot be written: No such file or directory\n'),
    ],
)
def test_what_cannot_be_linted_is_2(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(CLEAN)
    assert _floe("lint", *arguments) == 2
    assert capsys.readouterr() == ("", message)


def test_no_project_is_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _floe("lint") == 2
    assert capsys.readouterr().err == f'floe lint: no floe.yaml in "{tmp_path}", above it or below it\n'


def test_a_wrong_option_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert _floe("lint", "--formt", "json") == 2
    assert "unrecognized arguments: --formt" in capsys.readouterr().err


def test_several_outputs_in_one_run(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(BROKEN)
    assert _floe("lint", "--format", "json", "-o", "sarif=out.sarif", "-o", "text=out.txt") == 1
    assert json.loads(capsys.readouterr().out)["summary"]["error"] == 1
    assert json.loads(Path("out.sarif").read_text())["version"] == "2.1.0"
    assert Path("out.txt").read_text().endswith("Found 1 error in 1 project.\n")
    assert sorted(path.name for path in Path().iterdir()) == [".git", "floe.yaml", "out.sarif", "out.txt"]


def test_an_output_file_alone_keeps_standard_output_free(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(BROKEN)
    assert _floe("lint", "-o", "sarif=out.sarif") == 1
    assert capsys.readouterr().out == ""


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BROKEN.encode())))
    assert _floe("lint", "--stdin-filename", "pipelines/floe.yaml", "-q") == 1
    assert capsys.readouterr().out.startswith("pipelines/floe.yaml:6:12: error[job-not-found]")


def test_env_files_say_under_which_a_finding_arises(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(BROKEN.replace("job: nope", 'job: "${JOB}"'))
    Path("prod.env").write_text("JOB=nope\n")
    assert _floe("lint", "-q") == 0
    assert _floe("lint", "-q", "--env-file", "prod.env") == 1
    assert "which is not defined; define it under orchestration.jobs (under prod.env)" in capsys.readouterr().out
    assert _floe("lint", "-q", "--env", "JOB=nope") == 1


def test_pyproject_settings(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(BROKEN)
    Path("pyproject.toml").write_text('[tool.floe-lint]\nseverity = {job-not-found = "warning"}\n')
    assert _floe("lint") == 0
    assert "warning[job-not-found]" in capsys.readouterr().out
    Path("pyproject.toml").write_text('[tool.floe-lint]\nselct = ["x"]\n')
    assert _floe("lint") == 2
    assert '"selct" is not a setting; did you mean "select"?' in capsys.readouterr().err


def test_a_crashing_rule_is_named_and_fails_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pack = tmp_path / "pack"
    (pack / "broken-rule").mkdir(parents=True)
    (pack / "pack.yaml").write_text("name: test\n")
    (pack / "broken-rule" / "rule.md").write_text(
        '---\nseverity: info\nsince: "1"\n---\n\n## What it does\n\nCrashes.\n'
    )
    (pack / "broken-rule" / "broken_rule.py").write_text("def check(project):\n    return project.nope\n")
    monkeypatch.setattr("floe_lint.api.builtin_pack_folder", lambda: str(pack))
    Path("floe.yaml").write_text(CLEAN)
    assert _floe("lint", "-q", "--exit-zero") == 2
    assert capsys.readouterr().out == (
        'floe.yaml:1:1: error[broken-rule] rule "broken-rule" crashed at broken_rule.py:2: '
        "AttributeError: 'Project' object has no attribute 'nope'\n"
    )


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert _floe("--version") == 0
    assert capsys.readouterr().out == f"floe-lint {__version__}\n"


def test_floe_lint_is_the_alias(capsys: pytest.CaptureFixture[str]) -> None:
    Path("floe.yaml").write_text(BROKEN)
    for arguments, code in ((["-q"], 1), (["floe.yaml", "-q"], 1), (["lint", "-q"], 1), (["--version"], 0)):
        with pytest.raises(SystemExit) as stop:
            main_lint(arguments)
        assert stop.value.code == code
    capsys.readouterr()


def test_colours_stay_out_of_pipes_and_no_color_is_heard() -> None:
    Path("floe.yaml").write_text(BROKEN)
    for environment, arguments in (({}, []), ({"NO_COLOR": "1"}, ["--color", "auto"])):
        result = subprocess.run(
            [sys.executable, "-m", "floe_lint", "lint", *arguments],
            capture_output=True,
            text=True,
            env={**os.environ, **environment},
        )
        assert result.returncode == 1
        assert "\x1b" not in result.stdout
    forced = subprocess.run(
        [sys.executable, "-m", "floe_lint", "lint", "--color", "always"], capture_output=True, text=True
    )
    assert "\x1b[1;31merror[job-not-found]\x1b[0m" in forced.stdout


def test_a_reader_that_goes_away_is_no_error() -> None:
    Path("floe.yaml").write_text(BROKEN)
    result = subprocess.run(
        f"{sys.executable} -m floe_lint lint --format json | true", shell=True, capture_output=True, text=True
    )
    assert result.stderr == ""


@pytest.mark.skipif(os.name == "nt", reason="a shell closes the streams")
@pytest.mark.parametrize(
    ("redirection", "error"),
    [
        (">&-", ""),
        (">&- 2>&-", ""),
        pytest.param(
            ">/dev/full",
            "floe lint: [Errno 28] No space left on device\n",
            marks=pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux"),
        ),
    ],
)
def test_nowhere_to_write(redirection: str, error: str) -> None:
    Path("floe.yaml").write_text(BROKEN)
    for _ in range(2):  # the second answer is a kept one
        command = f"exec {sys.executable} -m floe_lint lint {redirection}"
        result = subprocess.run(command, shell=True, capture_output=True, text=True)
        assert (result.returncode, result.stdout, result.stderr) == (2 if error else 1, "", error)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
@pytest.mark.parametrize("command", ["rules", "schema", "explain job-not-found", "--help", "--version"])
def test_a_full_disk_is_told_by_every_command(command: str) -> None:
    shell = f"exec {sys.executable} -m floe_lint {command} >/dev/full"
    result = subprocess.run(shell, shell=True, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (2, "floe: [Errno 28] No space left on device\n")


def test_an_output_without_a_known_format() -> None:
    Path("floe.yaml").write_text(BROKEN)
    command = [sys.executable, "-m", "floe_lint", "lint", "-q", "-o"]
    result = subprocess.run([*command, "jsn=out.json"], capture_output=True, text=True)
    known = "github, gitlab, json, junit, markdown, rdjson, sarif, text"
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == f'floe lint: "--output jsn=out.json" names no format; known are {known}\n'
    assert subprocess.run([*command, "./a=b.txt"], capture_output=True).returncode == 1
    assert Path("a=b.txt").read_text().startswith("floe.yaml:6:12: error[job-not-found] ")


def test_closed_input_is_an_empty_file() -> None:
    command = f"exec {sys.executable} -m floe_lint lint -q --stdin-filename floe.yaml <&-"
    result = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout.startswith("floe.yaml:1:1: error[missing-key] ")


def test_a_watched_process_ends_as_usual() -> None:
    Path("floe.yaml").write_text(BROKEN)
    code = "import sys, atexit\natexit.register(print, 'ended')\n{}from floe_lint.cli import main\nmain()\n"
    for watch, said in (("", False), ("sys.setprofile(lambda *_: None)\n", True)):
        command = [sys.executable, "-c", code.format(watch), "lint", "-q"]
        result = subprocess.run(command, capture_output=True, text=True)
        assert (result.returncode, result.stdout.endswith("ended\n"), result.stderr) == (1, said, "")
        assert result.stdout.startswith("floe.yaml:6:12: error[job-not-found] ")


def test_rules_and_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert _floe("explain", "job-not-found") == 0
    assert capsys.readouterr().out.startswith("# job-not-found\n\nseverity error · since 0.1.0 · tags ")
    assert _floe("explain", "job-not-fond") == 2
    assert capsys.readouterr().err == ('floe explain: there is no rule "job-not-fond"; did you mean "job-not-found"?\n')
    assert _floe("rules", "--tag", "dbt") == 0
    assert all("manifest" in line or "dbt" in line for line in capsys.readouterr().out.splitlines())
    assert _floe("rules", "--format", "json") == 0
    ids = [rule["id"] for rule in json.loads(capsys.readouterr().out)]
    assert ids == sorted(ids)
    assert "job-not-found" in ids


def test_a_secret_is_printed_by_no_format(capsys: pytest.CaptureFixture[str]) -> None:
    # Split, so that no scanner takes this file for a leak.
    secret = "ghp_" + "k3J9xQ2mV7pL4tR8wZ1yB6nC5dF0gH2sA9uE"
    Path("floe.yaml").write_text(
        CLEAN + f"x-notes:\n  token: {secret}\n  also: [{secret}, '${{T:{secret}}}']\norchestration:\n  jbs: {secret}\n"
    )
    for name in ("text", "json", "sarif"):
        assert _floe("lint", "--format", name, "--show-info", "--no-ignores") == 1
        shown = capsys.readouterr()
        assert secret not in shown.out + shown.err
        assert secret[:12] not in shown.out


def test_explain_shows_the_options_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert _floe("explain", "required-owner") == 0
    out = capsys.readouterr().out
    assert out.startswith(
        "# required-owner\n\nseverity error · since 0.1.0 · tags governance, owner · off until configured\n"
    )
    assert out.endswith(
        "## Options in [tool.floe-lint.rules.required-owner]\n\n"
        "- `kinds` (texts, default ['assets', 'jobs']): The kinds of things that need an owner.\n"
        "- `allowed` (texts): Globs of the owners that there are; everyone unless given.\n"
    )
