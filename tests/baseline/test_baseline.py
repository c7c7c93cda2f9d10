"""Adopting the linter on a repository that has findings already."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from floe_lint.cli import main
from floe_lint.judging.baseline import BaselineError
from floe_lint.judging.baseline.entries import BaselineEntry, read_baseline, write_baseline
from floe_lint.validated import InvalidProjectError, validate
from tests.rule_cases import ROOT

EXAMPLE = ROOT / "examples" / "ecommerce-broken"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with twenty findings and a configured baseline that is not made yet."""
    folder = tmp_path / "repository"
    shutil.copytree(EXAMPLE, folder)
    (folder / ".git").mkdir()
    (folder / "floe-lint.toml").write_text('baseline = "known.txt"\nshow-info = true\n')
    monkeypatch.chdir(folder)
    return folder


def _floe(*arguments: str) -> int:
    with pytest.raises(SystemExit) as caught:
        main(list(arguments))
    assert isinstance(caught.value.code, int)
    return caught.value.code


def test_known_findings_do_not_fail_and_new_ones_do(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _floe("baseline", "create") == 0
    assert capsys.readouterr().out == "wrote 20 entries to known.txt\n"
    assert _floe("lint", "--fail-on", "info") == 0
    assert capsys.readouterr().out == "No problems found in 1 project (20 in the baseline).\n"
    text = (project / "floe.yaml").read_text()
    (project / "floe.yaml").write_text("# a line more, so that everything moves down\n" + text)
    assert _floe("lint", "--fail-on", "info") == 0
    capsys.readouterr()
    (project / "floe.yaml").write_text(
        text.replace("  schedules:\n", "  schedules:\n    new: {job: gone, cron_schedule: '0 6 * * *'}\n")
    )
    assert _floe("lint", "-q") == 1
    assert 'schedule "new" runs job "gone", which is not defined' in capsys.readouterr().out


def test_entries_are_sorted_and_hold_neither_lines_nor_messages(project: Path) -> None:
    _floe("baseline", "create")
    first = (project / "known.txt").read_text()
    lines = first.splitlines()[2:]
    assert lines == sorted(lines)
    assert all(len(line.split()) == 3 for line in lines)
    text = (project / "floe.yaml").read_text()
    (project / "floe.yaml").write_text("# moved\n\n" + text)
    _floe("baseline", "create", "--force")
    assert (project / "known.txt").read_text() == first


def test_create_replaces_nothing_by_accident(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "known.txt").write_text("mine\n")
    assert _floe("baseline", "create") == 2
    assert capsys.readouterr().err == (
        "floe baseline: known.txt exists; remove corrected findings with prune, or replace it with --force\n"
    )
    assert (project / "known.txt").read_text() == "mine\n"


def test_prune_removes_what_was_corrected_and_nothing_else(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _floe("baseline", "create")
    before = read_baseline("known.txt")
    other = BaselineEntry("0" * 24, "job-not-found", "elsewhere/floe.yaml")
    (project / "elsewhere").mkdir()
    (project / "elsewhere" / "floe.yaml").write_text('name: x\nversion: "1.0.0"\n')
    gone = BaselineEntry("1" * 24, "job-not-found", "deleted/floe.yaml")
    write_baseline("known.txt", {*before, other, gone})
    text = (project / "floe.yaml").read_text()
    (project / "floe.yaml").write_text(text.replace("bronze_refesh", "bronze_refresh"))
    capsys.readouterr()
    assert _floe("baseline", "prune", "floe.yaml") == 0
    assert capsys.readouterr().out == "removed 2 entries from known.txt, 20 left\n"
    after = read_baseline("known.txt")
    assert after < before | {other}
    assert [entry.rule for entry in before - after] == ["job-not-found"]
    assert _floe("baseline", "prune", ".") == 0
    assert other not in read_baseline("known.txt")


def test_show_tells_what_an_entry_stands_for_today(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _floe("baseline", "create")
    (project / "ecommerce" / "assets" / "bronze.py").write_text(
        (project / "ecommerce" / "assets" / "bronze.py").read_text().replace("bronze_custmers", "bronze_customers")
    )
    capsys.readouterr()
    assert _floe("baseline", "show") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "ecommerce/assets/bronze.py: [misspelt-dependency] is gone; floe baseline prune removes it"
    assert 'floe.yaml:30:5: warning[asset-pattern-unmatched] asset pattern "siver_*" matches no asset' in lines


def test_a_file_that_cannot_be_read_is_never_known(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "floe.yaml").write_text("name: shop\n  version: x\n")
    assert _floe("baseline", "create") == 0
    assert capsys.readouterr().out == (
        "wrote 0 entries to known.txt\n"
        "1 more cannot be held: files that cannot be read, crashed rules, and what is said of waivers\n"
    )
    assert _floe("lint", "-q") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'known.txt:1: a baseline begins with "# floe-lint baseline 1"; make it anew with: floe baseline create'),
        (
            "# floe-lint baseline 1\n<<<<<<< ours\n",
            "known.txt:2: a merge conflict; an entry is a fingerprint, a rule and a path",
        ),
        ("# floe-lint baseline 1\nabc\n", "known.txt:2: no entry; an entry is a fingerprint, a rule and a path"),
        (b"\xff\xfe", "the baseline known.txt is not UTF-8"),
        (None, "the baseline known.txt cannot be read: No such file or directory"),
    ],
)
def test_a_broken_baseline_hides_nothing(project: Path, text: str | bytes | None, message: str) -> None:
    path = project / "known.txt"
    if text is not None:
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BaselineError) as caught:
        read_baseline("known.txt")
    assert str(caught.value) == message
    assert _floe("lint", "-q") == 2


def test_an_audit_sees_what_is_known(project: Path) -> None:
    _floe("baseline", "create")
    assert _floe("lint", "-q") == 0
    assert _floe("lint", "-q", "--no-baseline") == 1
    shutil.move(project / "known.txt", project / "other.txt")
    assert _floe("lint", "-q", "--baseline", "other.txt") == 0


def test_the_loader_heeds_no_baseline(project: Path) -> None:
    _floe("baseline", "create")
    with pytest.raises(InvalidProjectError, match="job-not-found"):
        validate(str(project / "floe.yaml"), {})


def test_paths_of_every_kind_are_read_back(tmp_path: Path) -> None:
    entries = {BaselineEntry("a" * 24, "x", "with blank/ü.yaml"), BaselineEntry("b" * 24, "x", "new\nline %20#.yaml")}
    write_baseline(str(tmp_path / "b.txt"), entries)
    assert read_baseline(str(tmp_path / "b.txt")) == entries
