"""Every YAML block of the quickstart gets the verdict that the format gives it."""

from __future__ import annotations

from pathlib import Path

import pytest

from floe_lint.api import Options, lint
from floe_lint.findings.finding import Finding, Report
from tests.rule_cases import ROOT

FOLDER = Path(__file__).parent / "quickstart"
EXCERPTS = sorted((FOLDER / "excerpts").glob("*.yaml"))

# What is not clean, and why: the quickstart names a job that nobody defines, and leaves keys out of a one-line map.
VERDICTS: dict[str, list[str]] = {
    "run-status-as-written": [
        (
            '14:12 error[job-not-found] sensor "failure_notification" runs job "send_alert", which is not defined; '
            "define it under orchestration.jobs, or name one of the defined jobs"
        )
    ],
    "two-tier-as-written": [
        (
            '8:18 error[job-not-found] schedule "daily" runs job "refresh", which is not defined; '
            "define it under orchestration.jobs"
        ),
        '10:5 error[missing-key] sensor "file_watch" has no "type"; by its keys it is "file_watcher"',
        '12:5 error[missing-key] partition "daily" has no "cron_schedule", which is required',
    ],
}


def _shown(report: Report) -> list[str]:
    def line(finding: Finding) -> str:
        return f"{finding.span.line}:{finding.span.column} {finding.severity}[{finding.rule}] {finding.message}"

    return [line(finding) for finding in report.findings if finding.severity != "info"]


@pytest.mark.parametrize("path", EXCERPTS, ids=lambda path: path.stem)
def test_excerpt(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    report = lint("floe.yaml", options=Options(stdin=path.read_bytes()))
    assert _shown(report) == VERDICTS.get(path.stem, [])


def test_the_complete_example_has_no_warning_but_the_true_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "examples" / "ecommerce")
    # The age of the manifest is that of the checkout, not of the example.
    report = lint("floe.yaml", options=Options(ignore=["manifest-outdated"]))
    assert _shown(report) == [
        (
            '94:23 warning[self-triggering-sensor] sensor "gold_trigger" watches what its own job "full_pipeline" '
            'materializes: "bronze_customers", "bronze_orders"'
        )
    ]


def test_the_platform_excerpt_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "floe.yaml").write_text('name: my-pipeline\nversion: "1.0.0"\n')
    (tmp_path / "platform.yaml").write_bytes((FOLDER / "platform-excerpt.yaml").read_bytes())
    monkeypatch.chdir(tmp_path)
    assert lint("floe.yaml").findings == ()


def test_the_platform_excerpt_in_floe_yaml_is_one_finding_for_each_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER)
    excerpt = (FOLDER / "platform-excerpt.yaml").read_bytes()
    report = lint("floe.yaml", options=Options(stdin=b'name: my-pipeline\nversion: "1.0.0"\n' + excerpt))
    found = [(finding.span.line, finding.rule) for finding in report.findings if finding.severity == "error"]
    assert found == [(5, "service-url"), (6, "service-url"), (10, "infrastructure-key"), (11, "cloud-hostname")]
