"""SARIF against the standard's JSON schema, and what GitHub code scanning asks for beyond it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from floe_lint.findings.finding import Finding, RelatedPlace, Report, RuleInfo, Suppression
from floe_lint.kernel.positions import Place, Span
from floe_lint.report.render_options import RenderOptions
from floe_lint.report.sarif import render
from tests.every_rule import every_rule_report
from tests.rule_cases import ROOT

SCHEMA = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))

RULE = RuleInfo(
    id="job-not-found",
    severity="error",
    since="0.1.0",
    tags=("reference",),
    summary="Checks that jobs exist.",
    markdown="## What it does\n\nChecks that `jobs` exist.\n\n## Why is this bad?\n\nIt is.\n",
    help_uri="https://docs.example/rules/job-not-found",
)
SECRET_RULE = RULE._replace(id="literal-credential", security_severity=9.1, tags=("boundary",))


def _report(*findings: Finding, sources: dict[str, str] | None = None, suppressed: tuple[Finding, ...] = ()) -> Report:
    rules = {RULE.id: RULE, SECRET_RULE.id: SECRET_RULE}
    return Report(findings, suppressed, ("floe.yaml",), rules, sources or {})


def _finding(**changes: Any) -> Finding:
    finding = Finding(
        rule="job-not-found",
        severity="error",
        message='job "x" is not defined',
        path="shop/floe.yaml",
        span=Span(3, 10, 3, 13),
        route=("orchestration", "schedules", "daily", "job"),
        fingerprint="abc",
    )
    return finding._replace(**changes)


def _run(report: Report, **options: Any) -> dict[str, Any]:
    text = render(
        report,
        RenderOptions(repository_root="/repo", working_directory="/repo/pipelines", tool_version="1.2.3", **options),
    )
    content = json.loads(text)
    jsonschema.validate(content, SCHEMA)
    run: dict[str, Any] = content["runs"][0]
    return run


def test_every_rule_firing_passes_the_schema_of_the_standard() -> None:
    report = every_rule_report()
    assert {finding.rule for finding in report.findings} == set(report.rules)
    text = render(
        report,
        RenderOptions(
            show_info=True,
            show_suppressed=True,
            repository_root=str(ROOT),
            working_directory=str(ROOT),
            tool_version="1.0.0",
        ),
    )
    content = json.loads(text)
    jsonschema.validate(content, SCHEMA)
    results = content["runs"][0]["results"]
    prints = [result["partialFingerprints"]["floeLint/v1"] for result in results]
    uris = [result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results]
    assert all(prints)
    assert len(set(zip(prints, uris, strict=True))) == len(results)


def test_a_result() -> None:
    run = _run(_report(_finding(help="define it")))
    assert run["results"] == [
        {
            "ruleId": "job-not-found",
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": 'job "x" is not defined\ndefine it'},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "pipelines/shop/floe.yaml", "uriBaseId": "SRCROOT"},
                        "region": {"startLine": 3, "startColumn": 10, "endLine": 3, "endColumn": 13},
                    }
                }
            ],
            "partialFingerprints": {"floeLint/v1": "abc"},
        }
    ]
    assert run["columnKind"] == "utf16CodeUnits"
    assert run["originalUriBaseIds"]["SRCROOT"]["uri"] == "file:///repo/"


def test_columns_count_utf16_code_units() -> None:
    source = "a: 1\nb: 2\n# \U0001f600\U0001f600 c: bad\n"
    run = _run(_report(_finding(span=Span(3, 9, 3, 12)), sources={"shop/floe.yaml": source}))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 11, "endLine": 3, "endColumn": 14}


def test_a_span_without_width_is_one_column_wide() -> None:
    run = _run(_report(_finding(span=Span(1, 1, 1, 1))))
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 2}


def test_paths_are_percent_encoded_and_absolute_outside_the_repository() -> None:
    run = _run(_report(_finding(path="my pipe#1/floe.yaml"), _finding(path="../../else/floe.yaml", fingerprint="b")))
    places = [result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"]]
    assert places == [
        {"uri": "pipelines/my%20pipe%231/floe.yaml", "uriBaseId": "SRCROOT"},
        {"uri": "file:///else/floe.yaml"},
    ]


def test_related_places() -> None:
    related = RelatedPlace(Place("shop/floe.yaml", Span(1, 1, 1, 5)), "first defined here")
    run = _run(_report(_finding(related=(related,))))
    (location,) = run["results"][0]["relatedLocations"]
    assert location["id"] == 1
    assert location["message"] == {"text": "first defined here"}
    assert location["physicalLocation"]["region"]["startLine"] == 1


def test_security_severity_stands_on_rules_that_have_one_only() -> None:
    run = _run(_report())
    plain, secret = run["tool"]["driver"]["rules"]
    assert "security-severity" not in plain["properties"]
    assert secret["properties"]["security-severity"] == "9.1"
    assert secret["properties"]["tags"] == ["boundary", "security"]


def test_a_rule() -> None:
    rule = _run(_report())["tool"]["driver"]["rules"][0]
    assert rule == {
        "id": "job-not-found",
        "name": "JobNotFound",
        "shortDescription": {"text": "Checks that jobs exist."},
        "fullDescription": {"text": "Checks that jobs exist."},
        "help": {
            "text": "What it does\n\nChecks that jobs exist.\n\nWhy is this bad?\n\nIt is.",
            "markdown": RULE.markdown,
        },
        "helpUri": "https://docs.example/rules/job-not-found",
        "defaultConfiguration": {"level": "error"},
        "properties": {"tags": ["reference"], "precision": "high", "problem.severity": "error"},
    }


def test_suppressed_results_are_left_out_unless_asked_for() -> None:
    ignored = _finding(suppression=Suppression("inSource", "known and accepted"))
    assert _run(_report(suppressed=(ignored,)))["results"] == []
    (result,) = _run(_report(suppressed=(ignored,)), show_suppressed=True)["results"]
    assert result["suppressions"] == [{"kind": "inSource", "justification": "known and accepted"}]


def test_a_crashed_rule_is_a_notification_not_a_result() -> None:
    run = _run(_report(_finding(crash=True, message='rule "job-not-found" crashed: KeyError')))
    assert run["results"] == []
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    assert invocation["toolExecutionNotifications"] == [
        {
            "level": "error",
            "message": {"text": 'rule "job-not-found" crashed: KeyError'},
            "associatedRule": {"id": "job-not-found", "index": 0},
        }
    ]


@pytest.mark.parametrize(("show", "levels"), [(False, []), (True, ["note"])])
def test_infos_are_notes_where_they_are_asked_for(show: bool, levels: list[str]) -> None:
    run = _run(_report(_finding(severity="info")), show_info=show)
    assert [result["level"] for result in run["results"]] == levels
