"""Policies over a project: what they select, report and leave alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from floe_lint.api import LintError, lint
from floe_lint.findings.finding import Finding
from floe_lint.judging.policies.policy_fields import KINDS, fields_of
from floe_lint.judging.policies.policy_nodes import nodes_of
from tests.policies.packs import write, write_pack, write_project
from tests.rule_cases import SHOP

FLOE = """\
name: shop
version: "1.0.0"
compute: default

orchestration:
  asset_modules: [stock]
  partitions:
    by_day:
      type: time_window
      start: "2025-01-01"
      cron_schedule: "@daily"
    region:
      type: static
      partition_keys: [eu, us]
  assets:
    "*":
      partitions: by_day
  jobs:
    refresh:
      type: batch
      description: Loads it.
      selection: ["group:bronze"]
      tags: {owner: "team:sales, jane", tier: gold}
  schedules:
    daily:
      job: refresh
      cron_schedule: "*/30 6 * * *"
      timezone: Europe/Berlin
      partition_selector: latest
  sensors:
    files:
      type: file_watcher
      path: ./incoming
      pattern: "*.csv"
      job: refresh
      poll_interval_seconds: 60
  backfills:
    january:
      job: refresh
      partition_range: {start: "2025-01-01", end: "2025-01-31"}
"""
MODULE = """\
from floe_dagster import floe_asset


@floe_asset(group_name="bronze", tags={"source": "erp"}, owners=["team:stock"])
def stock_levels(context, catalog):
    pass


@floe_asset(group_name="silver", deps=["stock_levels"])
def stock_value(context, catalog):
    pass
"""


def _policy(repository: Path, select: str, condition: str, message: str = "{node.name}", floe: str = FLOE) -> None:
    front = f"select: {select!r}\ncondition: |-\n  {condition}\nmessage: {message!r}\n"
    write_pack(repository / "rules", front=front, rule="policy")
    write_project(repository, 'packs = ["rules"]\nselect = ["policy"]\n', floe)
    write(repository / "stock.py", MODULE)


def _findings() -> list[Finding]:
    return list(lint("floe.yaml").findings)


def _messages() -> list[str]:
    return [finding.message for finding in _findings()]


@pytest.mark.parametrize(
    ("select", "condition", "message"),
    [
        ("jobs", 'node.owners != ["team:sales", "jane"]', "refresh"),
        ("jobs", 'node.assets != ["stock_levels"]', "refresh"),
        ("jobs", 'node.description == "" || node.tags.tier != "gold"', "refresh"),
        ("schedules", "node.least_minutes > 30", "daily"),
        ("schedules", '!node.enabled || node.timezone == "UTC"', "daily"),
        ("sensors", 'node.path != "./incoming" || node.poll_interval_seconds < 60', "files"),
        ("assets", 'node.group != "bronze"', "stock_levels"),
        ("assets", "size(node.deps) == 0", "stock_value"),
        ("assets", 'node.partitions == "by_day" && size(node.owners) > 0', "stock_value"),
        ("partitions", 'node.type != "static"', "region"),
        ("partitions", 'node.cron_schedule == ""', "by_day"),
        ("backfills", 'node.start > "2025-06-01" && node.batch_size == 1', "january"),
        ("profiles", 'node.section != "compute" || node.name != "default"', "default"),
        ("project", 'node.version != "1.0.0"', "shop"),
        ("jobs", 'project.name + "_refresh" == node.name', "refresh"),
        ("jobs", 'project.groups != ["bronze", "silver"]', "refresh"),
    ],
)
def test_fields_of_every_kind(repository: Path, select: str, condition: str, message: str) -> None:
    _policy(repository, select, condition)
    assert _messages() == [message]


@pytest.mark.parametrize(
    ("select", "routes"),
    [
        ("orchestration.schedules.*", ["orchestration.schedules.daily"]),
        ("orchestration.*.*.timezone", ["orchestration.schedules.daily.timezone"]),
        (
            "orchestration.jobs.ref*.tags.*",
            ["orchestration.jobs.refresh.tags.owner", "orchestration.jobs.refresh.tags.tier"],
        ),
        (
            "**.partition_keys.*",
            ["orchestration.partitions.region.partition_keys.0", "orchestration.partitions.region.partition_keys.1"],
        ),
        ("version", ["version"]),
    ],
)
def test_routes(repository: Path, select: str, routes: list[str]) -> None:
    _policy(repository, select, "false", "{node.route}")
    assert _messages() == routes


def test_findings_stand_where_the_node_is(repository: Path) -> None:
    _policy(repository, "assets", "false", 'asset "{node.name}" of {node.owners}: {node.tags}')
    first, second = _findings()
    assert (first.path, first.span.line, first.message) == (
        "stock.py",
        5,
        'asset "stock_levels" of team:stock: source=erp',
    )
    assert (second.path, second.span.line, second.message) == ("stock.py", 10, 'asset "stock_value" of : ')
    _policy(repository, "jobs", "false")
    (finding,) = _findings()
    assert (finding.span.line, finding.span.column, finding.route) == (19, 5, ("orchestration", "jobs", "refresh"))


def test_what_is_not_known_is_left_alone(repository: Path) -> None:
    unknown = FLOE.replace("description: Loads it.", "description: ${TEXT}").replace("tier: gold", "tier: '${TIER}'")
    for condition in ('node.description != ""', "size(node.owners) == 0"):
        _policy(repository, "jobs", condition, floe=unknown)
        assert _messages() == []
    _policy(repository, "jobs", 'node.name != "refresh"', floe=unknown)
    assert _messages() == ["refresh"]
    _policy(repository, "jobs", 'node.name != "refresh"', "{node.description}", floe=unknown)
    assert _messages() == []


def test_an_ignore_takes_a_policy_out(repository: Path) -> None:
    ignored = FLOE.replace("    refresh:\n", "    refresh:  # floe: ignore[policy] agreed with the owner\n", 1)
    _policy(repository, "jobs", "false", floe=ignored)
    assert _messages() == []


@pytest.mark.parametrize(
    ("front", "place", "message"),
    [
        (
            "select: jobs\ncondition: 'size(node.owner) > 0'\nmessage: x\n",
            "5:23",
            '"node" has no field "owner"; did you mean "owners"?',
        ),
        (
            "select: jobs\ncondition: >-\n  size(node.owners) > 0\n  && node.nam != ''\nmessage: x\n",
            "7:11",
            '"node" has no field "nam"; did you mean "name"?',
        ),
        ("select: jobs\ncondition: size(node.owners\nmessage: x\n", "5:22", "the condition ends too early"),
        (
            "select: job\ncondition: 'true'\nmessage: x\n",
            "4:9",
            '"job" selects nothing; did you mean "jobs"?',
        ),
        (
            "select: jobs\ncondition: 'true'\nmessage: 'job {node.nam}'\n",
            "6:10",
            '"{node.nam}" in "message" is no field of a node; did you mean "{node.name}"?',
        ),
        (
            "select: jobs\ncondition: 'true'\nmessage: '{node.name.__class__}'\n",
            "6:10",
            (
                '"{node.name.__class__}" in "message" is no field of a node; the fields are assets, '
                "description, name, owners, "
                "selection, tags, target_function, type"
            ),
        ),
        ("select: jobs\ncondition: 'true'\nmessage: 'a } b'\n", "6:10", '"message" cannot be filled in: '),
    ],
)
def test_defects_are_told_before_anything_is_judged(repository: Path, front: str, place: str, message: str) -> None:
    pack = write_pack(repository / "rules", front=front, rule="policy")
    write_project(repository, 'packs = ["rules"]\n', FLOE)
    with pytest.raises(LintError) as error:
        lint("floe.yaml")
    assert str(error.value).startswith(f"{pack / 'policy' / 'rule.md'}:{place}: {message}")


def test_a_policy_that_is_off_is_not_read(repository: Path) -> None:
    write_pack(repository / "rules", front="select: jobs\ncondition: '('\nmessage: x\n", rule="policy")
    write_project(repository, 'packs = ["rules"]\nignore = ["policy"]\n', FLOE)
    write(repository / "stock.py", MODULE)
    lint("floe.yaml")


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        (
            'node.tags.domain == "sales"',
            (
                'policy "policy" of the pack "acme" cannot judge job "refresh": its condition fails: '
                "there is no 'domain'; ask for it with has() first"
            ),
        ),
        (
            (
                "[1,2,3,4,5,6,7,8,9,10].map(a, [1,2,3,4,5,6,7,8,9,10].map(b, [1,2,3,4,5,6,7,8,9,10].map(c, "
                "[1,2,3,4,5,6,7,8,9,10].map(d, [1,2,3,4,5,6,7,8,9,10].map(e, a + b + c + d + e))))).size() > 0"
            ),
            'policy "policy" of the pack "acme" cannot judge job "refresh": its condition takes more than 50,000 steps',
        ),
    ],
)
def test_a_condition_without_an_answer_fails_the_run(
    repository: Path, monkeypatch: pytest.MonkeyPatch, condition: str, message: str
) -> None:
    monkeypatch.setattr("floe_lint.judging.policies.expression.MOST_SECONDS", 300.0)
    _policy(repository, "jobs", condition)
    report = lint("floe.yaml")
    assert [finding.message for finding in report.findings] == [message]
    assert report.crashed


@pytest.mark.parametrize("kind", KINDS)
def test_nodes_have_the_fields_that_are_documented(repository: Path, kind: str) -> None:
    from floe_lint.api import Options, open_project

    write_project(repository, "", FLOE)
    write(repository / "stock.py", MODULE)
    types: dict[str, Any] = {
        "text": str,
        "number": (int, float),
        "boolean": bool,
        "list of text": list,
        "map of text": dict,
    }
    fields = {field.name: types[field.type] for field in fields_of(kind)}
    nodes = list(nodes_of(open_project("floe.yaml", Options()), kind))
    assert nodes, SHOP
    for node in nodes:
        assert node.values.keys() == fields.keys()
        for name, value in node.values.items():
            assert isinstance(value, fields[name]), name
