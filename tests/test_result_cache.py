"""An answer is kept exactly as long as nothing has changed that it depends on."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from floe_lint.cli import main, result_cache
from floe_lint.cli.result_cache import recall
from floe_lint.disk import filesystem
from tests.rule_cases import ROOT

PACKAGE = ROOT / "floe_lint"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example in a repository of its own, and an empty cache."""
    folder = tmp_path / "repository" / "ecommerce"
    shutil.copytree(ROOT / "examples" / "ecommerce", folder)
    (folder.parent / ".git").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("FLOE_LINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setattr(result_cache, "_QUARTER", 10**9)
    return folder


def _lint(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(["lint", *arguments])
    assert isinstance(caught.value.code, int)
    return caught.value.code


def _is_kept(*arguments: str) -> bool:
    found = recall(list(arguments))
    filesystem.stop_recording()
    return found is not None


def test_the_second_answer_is_the_first(project: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert project.is_dir()
    assert not _is_kept()
    code = _lint("--show-info")
    first = capfdbinary.readouterr().out
    assert b"self-triggering-sensor" in first
    (cached,) = [path for path in Path(os.environ["FLOE_LINT_CACHE_DIR"]).iterdir() if path.name.startswith("answer-")]
    before = cached.stat().st_mtime_ns
    assert _lint("--show-info") == code
    assert capfdbinary.readouterr().out == first
    assert cached.stat().st_mtime_ns == before
    assert not _is_kept()


CHANGES: dict[str, Callable[[Path], object]] = {
    "floe.yaml": lambda folder: (folder / "floe.yaml").write_text((folder / "floe.yaml").read_text() + "# more\n"),
    "platform.yaml": lambda folder: (folder / "platform.yaml").unlink(),
    "a module": lambda folder: (folder / "ecommerce" / "assets" / "bronze.py").write_text("import dagster\n"),
    "a function's module": lambda folder: (folder / "ecommerce" / "assets" / "ops.py").unlink(),
    "the manifest": lambda folder: (folder / "target" / "manifest.json").write_text("{}"),
    "a newer model": lambda folder: os.utime(folder / "models" / "silver" / "stg_orders.sql", (2e9, 2e9)),
    "a new model": lambda folder: (folder / "models" / "new.sql").write_text("select 1"),
    "settings": lambda folder: (folder / "floe-lint.toml").write_text("show-info = true\n"),
    "settings above": lambda folder: (folder.parent / "floe-lint.toml").write_text("show-info = true\n"),
    "settings in pyproject": lambda folder: (folder / "pyproject.toml").write_text(
        "[tool.floe-lint]\nselect = ['x']\n"
    ),
    "waivers": lambda folder: (folder.parent / "floe-waivers.yaml").write_text("version: 1\nwaivers: []\n"),
    "a package in front of another": lambda folder: shutil.copytree(folder / "ecommerce", folder / "src" / "ecommerce"),
    "a module that comes first": lambda folder: (folder / "ecommerce" / "assets" / "bronze").mkdir(),
    "a module that becomes a package": lambda folder: shutil.copytree(
        folder / "ecommerce" / "assets", folder / "ecommerce" / "assets" / "bronze"
    ),
    "the root of the repository": lambda folder: (folder / ".git").mkdir(),
}


@pytest.mark.parametrize("name", CHANGES)
def test_what_an_answer_depends_on_ends_it(project: Path, name: str) -> None:
    _lint("-q")
    assert _is_kept("-q")
    CHANGES[name](project)
    if name != "a module that comes first":  # an empty folder is no module, and Python agrees
        assert not _is_kept("-q")


def test_it_depends_on_the_content_and_not_on_the_time_of_a_file(project: Path) -> None:
    _lint("-q")
    os.utime(project / "floe.yaml", (1, 1))
    os.utime(project / "ecommerce" / "assets" / "bronze.py", (1, 1))
    assert _is_kept("-q")


@pytest.mark.parametrize(
    ("name", "value"),
    [("FLOE_PLATFORM_FILE", "other.yaml"), ("FLOE_PLATFORM_ENV", "prod"), ("NO_COLOR", "1"), ("HOME", "/")],
)
def test_it_depends_on_the_environment(project: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    assert project.is_dir()
    _lint("-q")
    monkeypatch.setenv(name, value)
    assert not _is_kept("-q")


def test_it_ends_with_the_quarter_of_an_hour(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project.is_dir()
    monkeypatch.setattr(result_cache, "_QUARTER", 900)
    monkeypatch.setattr("time.time", lambda: 899.9)
    _lint("-q")
    assert _is_kept("-q")
    monkeypatch.setattr("time.time", lambda: 900.0)
    assert not _is_kept("-q")


def test_it_depends_on_the_folder_and_the_arguments(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _lint("-q", str(project))
    assert _is_kept("-q", str(project))
    assert not _is_kept(str(project))
    monkeypatch.chdir(project.parent)
    assert not _is_kept("-q", str(project))


@pytest.mark.parametrize(
    "argument",
    [
        "--no-cache",
        "--stdin-filename=x",
        "-oreport",
        "--output=json=x",
        "--fix",
        "--diff",
        "--changed-since=HEAD",
        "*.yaml",
    ],
)
def test_what_reads_or_writes_more_than_files_is_not_kept(project: Path, argument: str) -> None:
    assert project.is_dir()
    assert result_cache._path([argument]) is None


def test_a_file_that_changes_while_it_is_read_keeps_nothing(project: Path) -> None:
    filesystem.start_recording()
    filesystem.read(str(project / "floe.yaml"))
    (project / "floe.yaml").write_text("x")
    filesystem.read(str(project / "floe.yaml"))
    assert filesystem.stop_recording() is None


@pytest.mark.parametrize("damage", [b"", b"x", b"0" * 64 + b"broken", None])
def test_a_broken_entry_is_no_answer(project: Path, damage: bytes | None, capfd: pytest.CaptureFixture[str]) -> None:
    assert project.is_dir()
    code = _lint("-q")
    first = capfd.readouterr().out
    (path,) = Path(os.environ["FLOE_LINT_CACHE_DIR"]).glob("answer-*")
    path.write_bytes(path.read_bytes()[:-10] if damage is None else damage)
    assert not _is_kept("-q")
    assert _lint("-q") == code
    assert capfd.readouterr().out == first


def test_an_entry_that_others_may_write_is_no_answer(project: Path) -> None:
    assert project.is_dir()
    _lint("-q")
    (path,) = Path(os.environ["FLOE_LINT_CACHE_DIR"]).glob("answer-*")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o666)
    assert not _is_kept("-q")


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    code = _lint("-q")
    first = capfd.readouterr()
    (project / "file").write_text("")
    monkeypatch.setenv("FLOE_LINT_CACHE_DIR", str(project / "file" / "cache"))
    assert _lint("-q") == code
    assert capfd.readouterr() == first


def test_it_holds_no_content_of_a_file(project: Path) -> None:
    (project / "floe.yaml").write_text((project / "floe.yaml").read_text() + "extra: {password: hunter2hunter2}\n")
    _lint("-q")
    (path,) = Path(os.environ["FLOE_LINT_CACHE_DIR"]).glob("answer-*")
    assert b"hunter2" not in path.read_bytes()


def test_the_oldest_answers_go(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project.is_dir()
    monkeypatch.setattr(result_cache, "MOST", 2)
    for arguments in (["-q"], ["--show-info"], ["--statistics"], ["-q", "--statistics"]):
        _lint(*arguments)
    assert len(list(Path(os.environ["FLOE_LINT_CACHE_DIR"]).glob("answer-*"))) == 2
    assert _is_kept("-q", "--statistics")


def test_runs_at_the_same_time_do_not_disturb_each_other(project: Path) -> None:
    command = [sys.executable, "-m", "floe_lint", "lint", "-q"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(6)
    ]
    outputs = {run.communicate() for run in runs}
    assert len(outputs) == 1
    assert {run.returncode for run in runs} == {0}
    assert project.is_dir()


# What is not on the way from a command line to a verdict.
ELSEWHERE = {
    "adoption", "edits", "fixes", "lsp", "validated.py",
    "disk/atomic_write.py", "disk/cache_files.py", "disk/filesystem.py", "disk/git_changes.py",
    "cli/__init__.py", "cli/baseline_command.py", "cli/fixing.py", "cli/init_command.py", "cli/lint_command.py",
    "cli/result_cache.py",
    "format/generate.py", "judging/pack_cache.py",
}  # fmt: skip
DIRECT = {
    "os.path.isfile", "os.path.isdir", "os.path.exists", "os.path.lexists", "os.path.realpath", "os.path.getmtime",
    "os.path.getsize", "os.path.islink", "os.path.samefile", "os.stat", "os.lstat", "os.scandir", "os.listdir",
    "os.walk", "os.access", "os.readlink", "open", "io.open",
}  # fmt: skip


@pytest.mark.parametrize(
    "path",
    [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {path.relative_to(PACKAGE).as_posix(), path.relative_to(PACKAGE).parts[0]} & ELSEWHERE
    ],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_nothing_on_the_way_to_a_verdict_asks_the_file_system_itself(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    asked = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    handed_on = {
        ast.unparse(argument)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
    }
    assert not (asked | handed_on) & DIRECT
    assert not any(
        name.endswith((".read_text", ".read_bytes", ".is_file", ".is_dir", ".iterdir"))
        for name in asked
        if not name.startswith("filesystem.")
    )
