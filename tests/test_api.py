"""Linting from Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint import Finding, LintError, Report, lint
from floe_lint.api import Options
from floe_lint.kernel.positions import Span

BROKEN = """name: shop
version: "1.0.0"
orchestration:
  schedules:
    daily:
      job: nope
      cron_schedule: "0 6 * * *"
    {second}
"""


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def _write(second: str = "# nothing more", path: str = "floe.yaml") -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(BROKEN.format(second=second))


def test_a_report() -> None:
    _write()
    report = lint()
    assert isinstance(report, Report)
    (finding,) = report.findings
    assert isinstance(finding, Finding)
    assert (finding.rule, finding.severity, finding.path, finding.span, finding.route) == (
        "job-not-found",
        "error",
        "floe.yaml",
        Span(6, 12, 6, 16),
        ("orchestration", "schedules", "daily", "job"),
    )
    assert not report.ok
    assert report.projects == ("floe.yaml",)


def test_a_project_that_cannot_be_read_does_not_stop_the_next() -> None:
    _write(path="a/floe.yaml")
    Path("b").mkdir()
    Path("b/floe.yaml").write_text("a: [\n")
    found = [(finding.path, finding.rule) for finding in lint().findings]
    assert found == [("a/floe.yaml", "job-not-found"), ("b/floe.yaml", "yaml-syntax")]


def test_what_cannot_be_linted_raises() -> None:
    with pytest.raises(LintError, match='"nope" does not exist'):
        lint("nope")


def test_variables_without_a_default_are_listed_not_reported() -> None:
    Path("floe.yaml").write_text(BROKEN.format(second="#").replace("job: nope", 'job: "${JOB}"'))
    report = lint()
    assert report.findings == ()
    assert report.variables == ("JOB",)


def _prints(report: Report) -> list[str]:
    return [finding.fingerprint for finding in report.findings]


def test_a_fingerprint_survives_edits_elsewhere() -> None:
    _write()
    before = _prints(lint())
    Path("floe.yaml").write_text(
        "# moved down\n\n" + Path("floe.yaml").read_text().replace('"0 6 * * *"', "'0 7 * * *'")
    )
    assert _prints(lint()) == before


def test_two_findings_on_one_line_have_two_fingerprints() -> None:
    _write("x: {job: nope, cron_schedule: '0 6 * * *'}\n    y: {job: nope, cron_schedule: '0 5 * * *'}")
    first = lint()
    text = Path("floe.yaml").read_text()
    Path("floe.yaml").write_text(text.replace("    x: {", "    z: {").replace("nope", "nope2"))
    assert len(set(_prints(first))) == 3
    assert set(_prints(first)).isdisjoint({_prints(lint())[1]})


def test_a_list_item_keeps_its_fingerprint_when_another_is_added_above() -> None:
    text = (
        "name: shop\nversion: '1.0.0'\norchestration:\n  jobs: {a: {type: ops, target_function: m.f}}\n"
        "  sensors:\n    s: {type: run_status, job: a, watched_jobs: [gone], status: FAILURE}\n"
    )
    Path("m.py").write_text("def f(context): ...\n")
    Path("floe.yaml").write_text(text)
    before = _prints(lint(options=Options(select=["job-not-found"])))
    Path("floe.yaml").write_text(text.replace("[gone]", "[lost, gone]"))
    after = _prints(lint(options=Options(select=["job-not-found"])))
    assert before == after[1:]


def test_the_id_beats_the_tag_and_the_tag_beats_all() -> None:
    _write()

    def rules(**options: list[str]) -> list[str]:
        return [finding.rule for finding in lint(options=Options(**options)).findings]  # type: ignore[arg-type]

    assert rules(ignore=["reference"]) == []
    assert rules(select=["job-not-found"], ignore=["reference"]) == ["job-not-found"]
    assert rules(select=["reference"], ignore=["job-not-found"]) == []
    assert rules(select=["job-"]) == ["job-not-found"]
    assert rules(select=["ALL"], ignore=["reference"]) == []
