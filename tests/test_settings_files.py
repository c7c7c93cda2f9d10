"""Settings files are read once a run, and anew in the next."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from floe_lint.api import Options, lint
from floe_lint.cli.app import app
from floe_lint.disk import filesystem
from floe_lint.judging.processes import can_fork
from floe_lint.lsp.projects import Projects
from floe_lint.settings.settings_files import SettingsFiles
from tests.policies.packs import FLOE, write

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

COUNT = 20


class Tally:
    """How often each file was read and how many texts were parsed as TOML."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.reads: Counter[str] = Counter()
        self.parses = 0
        read, parse = filesystem.read, tomllib.loads

        def counted_read(path: str, limit: int = -1) -> bytes:
            self.reads[Path(path).name] += 1
            return read(path, limit)

        def counted_parse(text: str, /, **settings: Any) -> dict[str, Any]:
            self.parses += 1
            return parse(text, **settings)

        monkeypatch.setattr(filesystem, "read", counted_read)
        monkeypatch.setattr(tomllib, "loads", counted_parse)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Twenty projects below one pyproject.toml with settings."""
    (tmp_path / ".git").mkdir()
    write(tmp_path / "pyproject.toml", '[tool.floe-lint]\nfail-on = "warning"\nignore = ["governance"]\n')
    for number in range(COUNT):
        write(tmp_path / f"team{number % 3}" / f"project{number}" / "floe.yaml", FLOE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("repository")
def test_projects_below_one_file_parse_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tally = Tally(monkeypatch)
    assert len(lint(".").files) == COUNT
    assert (tally.reads["pyproject.toml"], tally.parses) == (1, 1)


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize("arguments", [[], ["--config", "pyproject.toml"], ["--no-cache"]])
def test_the_command_line_reads_it_once(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    monkeypatch.setattr("floe_lint.cli.lint_command._processors", lambda: 1)
    tally = Tally(monkeypatch)
    app(["lint", ".", *arguments], prog_name="floe", standalone_mode=False)
    capsys.readouterr()
    assert tally.parses == 1


@pytest.mark.usefixtures("repository")
def test_a_baseline_is_written_from_one_reading(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tally = Tally(monkeypatch)
    app(["baseline", "create", "."], prog_name="floe", standalone_mode=False)
    assert capsys.readouterr().out.endswith('add to [tool.floe-lint]: baseline = "floe-baseline.txt"\n')
    assert tally.parses == 1


def test_what_several_files_extend_is_parsed_once(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(repository / "shared.toml", 'select = ["cron"]\n')
    for number in range(3):
        write(repository / f"team{number}" / "floe-lint.toml", 'extends = ["../shared.toml"]\n')
    tally = Tally(monkeypatch)
    files = SettingsFiles()
    for floe in sorted(repository.rglob("floe.yaml")):
        assert files.nearest(str(floe.parent)).select == ("cron",)
    assert tally.reads == {"floe-lint.toml": 3, "shared.toml": 1}


def test_without_settings_the_way_up_is_asked_once(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (repository / "pyproject.toml").unlink()
    asked: Counter[str] = Counter()
    is_file = filesystem.is_file

    def counted(path: str) -> bool:
        asked[path] += 1
        return is_file(path)

    monkeypatch.setattr(filesystem, "is_file", counted)
    files = SettingsFiles()
    for floe in sorted(repository.rglob("floe.yaml")):
        assert files.nearest(str(floe.parent)).path is None
    assert asked[str(repository / "pyproject.toml")] == 1
    assert set(asked.values()) == {1}


def test_the_next_run_reads_again(repository: Path) -> None:
    broken = FLOE.replace('["*"]', '["bronze_*"]').replace("refresh", "Refresh job")
    write(repository / "team0" / "project0" / "floe.yaml", broken)
    before = lint("team0/project0").findings
    rules = {finding.rule for finding in before}
    write(repository / "pyproject.toml", f"[tool.floe-lint]\nselect = {sorted(rules)[:1]}\n".replace("'", '"'))
    assert {finding.rule for finding in lint("team0/project0").findings} == {sorted(rules)[0]}


def test_an_editor_sees_settings_that_change(repository: Path) -> None:
    floe = str(repository / "team0" / "project0" / "floe.yaml")
    projects = Projects()
    projects.open(floe, FLOE)
    assert not projects.lint(floe).show_info
    write(repository / "pyproject.toml", "[tool.floe-lint]\nshow-info = true\n")
    assert projects.lint(floe).show_info
    write(repository / "pyproject.toml", "[tool.floe-lint]\nshow-inf = true\n")
    assert projects.lint(floe).error == (
        f'{repository / "pyproject.toml"}: "show-inf" is not a setting; did you mean "show-info"?'
    )


@pytest.mark.skipif(not can_fork(), reason="projects are judged by one process here")
def test_processes_judge_by_what_was_read_before_they_started(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings of the working directory are read first; a process that is forked has them."""
    alone = lint(".", options=Options(processes=1))
    parsed = repository / "parsed"
    parse = tomllib.loads

    def noted(text: str, /, **settings: Any) -> dict[str, Any]:
        with parsed.open("a") as file:
            file.write("x")
        return parse(text, **settings)

    monkeypatch.setattr(tomllib, "loads", noted)
    assert lint(".", options=Options(processes=2)) == alone
    assert parsed.read_text() == "x"
