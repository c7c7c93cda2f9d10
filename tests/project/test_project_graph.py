"""The edges of a project's graph: what refers to what, and where it says so."""

from __future__ import annotations

from floe_lint.findings.problem import At
from floe_lint.project.build_graph import PROJECT
from floe_lint.project.graph import Edge, NodeId
from floe_lint.project.whole_graph import whole_graph
from tests.project.projects import asset, at_line, project

TEXT = """
  partitions:
    daily: {type: time_window, start: "2024-01-01", cron_schedule: "${CRON:0 0 * * *}"}
  assets:
    b*: {partitions: daily}
  jobs:
    refresh: {type: batch, selection: [+b, c]}
    alert: {type: ops, target_function: ops.alert}
    broken: {type: batch}
  schedules:
    nightly: {job: refesh, cron_schedule: "0 6 * * *"}
  sensors:
    arrivals: {type: asset_sensor, job: refresh, watched_assets: [orders, nowhere]}
    failed: {type: run_status, job: alert, watched_jobs: [refresh], status: FAILURE}
    flag: {type: custom, job: alert, target_function: sensors.flag}
  backfills:
    history: {job: refresh, partition_range: {start: "2024-01-01", end: "2024-01-02"}}
"""
ASSETS = [
    asset("a", ["raw/orders"]),
    asset("b", ["a"], line=2),
    asset("c", line=3),
    asset("raw/orders", origin="external", line=4),
]
BASE = ("orchestration",)


def edges_of(source: NodeId, edges: list[Edge]) -> list[tuple[str, str, object]]:
    return [(edge.kind, f"{edge.target.kind}:{edge.target.name}", edge.at) for edge in edges if edge.source == source]


def test_references() -> None:
    graph = project(TEXT, ASSETS).graph
    sensors = (*BASE, "sensors")
    sources = dict.fromkeys(edge.source for edge in graph.edges)
    assert {f"{source.kind}:{source.name}": edges_of(source, graph.edges) for source in sources} == {
        "job:alert": [("calls", "function:ops.alert", At((*BASE, "jobs", "alert", "target_function")))],
        "schedule:nightly": [("runs", "job:refesh", At((*BASE, "schedules", "nightly", "job")))],
        "sensor:arrivals": [
            ("runs", "job:refresh", At((*sensors, "arrivals", "job"))),
            ("watches", "asset:raw/orders", At((*sensors, "arrivals", "watched_assets", 0))),
            ("watches", "asset:nowhere", At((*sensors, "arrivals", "watched_assets", 1))),
        ],
        "sensor:failed": [
            ("runs", "job:alert", At((*sensors, "failed", "job"))),
            ("watches", "job:refresh", At((*sensors, "failed", "watched_jobs", 0))),
        ],
        "sensor:flag": [
            ("runs", "job:alert", At((*sensors, "flag", "job"))),
            ("calls", "function:sensors.flag", At((*sensors, "flag", "target_function"))),
        ],
        "backfill:history": [("runs", "job:refresh", At((*BASE, "backfills", "history", "job")))],
        "pattern:b*": [("is partitioned by", "partition:daily", At((*BASE, "assets", "b*", "partitions")))],
        "project:floe.yaml": [
            ("uses", "profile:storage:default", At(("storage",))),
            ("uses", "profile:catalog:default", At(("catalog",))),
            ("uses", "profile:compute:default", At(("compute",))),
        ],
        "partition:daily": [
            ("reads", "variable:CRON", At((*BASE, "partitions", "daily", "cron_schedule"), part=(0, 17)))
        ],
    }


def test_dangling_references() -> None:
    graph = project(TEXT, ASSETS).graph
    assert [edge.target.name for edge in graph.dangling("job")] == ["refesh"]
    assert [edge.target.name for edge in graph.dangling("asset")] == ["nowhere"]
    # An entry with a defect is there all the same.
    assert NodeId("job", "broken") in graph.nodes


def test_what_the_references_mean_for_each_asset() -> None:
    edges = whole_graph(project(TEXT, ASSETS)).edges
    assert edges_of(NodeId("asset", "a"), edges) == [("depends on", "asset:raw/orders", at_line(1))]
    assert edges_of(NodeId("asset", "b"), edges) == [
        ("depends on", "asset:a", at_line(2)),
        ("is configured by", "pattern:b*", At((*BASE, "assets", "b*"), key=True)),
    ]
    selection = (*BASE, "jobs", "refresh", "selection")
    assert edges_of(NodeId("job", "refresh"), edges) == [
        ("selects", "asset:a", At((*selection, 0))),
        ("selects", "asset:b", At((*selection, 0))),
        ("selects", "asset:c", At((*selection, 1))),
    ]


def test_only_what_is_missing_has_no_node() -> None:
    graph = whole_graph(project(TEXT, ASSETS))
    named = {edge.target for edge in graph.edges} | {edge.source for edge in graph.edges}
    assert {f"{node.kind}:{node.name}" for node in named - graph.nodes.keys()} == {
        "job:refesh",
        "asset:nowhere",
        "function:ops.alert",
        "function:sensors.flag",
    }


def test_the_project_is_always_there() -> None:
    assert project("  asset_modules: []\n").graph.nodes[PROJECT].at == At(())
