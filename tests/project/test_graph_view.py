"""``floe graph``: its formats to the letter, names of any kind, and the part around a node."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from floe_lint.cli.graph_command import print_graph
from floe_lint.kernel.positions import Place, Span
from floe_lint.project.graph import Graph
from floe_lint.project.whole_graph import whole_graph
from floe_lint.views.around import AroundError, around
from floe_lint.views.as_json import as_json
from floe_lint.views.dot import dot
from floe_lint.views.mermaid import mermaid
from floe_lint.views.shown import Shown, ShownEdge, ShownNode, show
from tests.project.projects import asset, project

TEXT = """
  jobs:
    refresh: {type: batch, selection: [b]}
  schedules:
    refresh: {job: refresh, cron_schedule: "${CRON:0 6 * * *}"}
  sensors:
    failed: {type: run_status, job: alert, watched_jobs: [refresh], status: FAILURE}
"""
ASSETS = [asset("b", ["raw/a"], line=2), asset("raw/a", origin="external", line=3)]
PLACE = Place("floe.yaml", Span(1, 1, 1, 2))


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shown:
    monkeypatch.chdir(tmp_path)
    made = project(TEXT, ASSETS)
    return show(whole_graph(made), made, ())


def test_mermaid(shown: Shown) -> None:
    assert (
        mermaid(shown)
        == """\
flowchart LR
  n0("project: floe.yaml")
  n1(["job: refresh"])
  n2{{"schedule: refresh"}}
  n3>"sensor: failed"]
  n4["asset: b"]
  n5["asset: raw/a"]
  n6("profile: storage:default")
  n7("profile: catalog:default")
  n8("profile: compute:default")
  n9("variable: CRON")
  n10(["job: alert"])
  n2 -->|runs| n1
  n3 -->|runs| n10
  n3 -->|watches| n1
  n0 -->|uses| n6
  n0 -->|uses| n7
  n0 -->|uses| n8
  n2 -->|reads| n9
  n4 -->|depends on| n5
  n1 -->|selects| n4
  classDef external fill:#eee,stroke:#999
  class n5 external
  classDef missing stroke:#c00,stroke-dasharray:4 4
  class n10 missing
"""
    )


def test_dot(shown: Shown) -> None:
    assert (
        dot(shown)
        == """\
digraph floe {
  rankdir=LR;
  node [fontname=sans];
  edge [fontname=sans];
  "project:floe.yaml" [label="project: floe.yaml", shape=plaintext];
  "job:refresh" [label="job: refresh", shape=oval];
  "schedule:refresh" [label="schedule: refresh", shape=hexagon];
  "sensor:failed" [label="sensor: failed", shape=cds];
  "asset:b" [label="asset: b", shape=box];
  "asset:raw/a" [label="asset: raw/a", shape=box, style=filled, fillcolor="#eeeeee"];
  "profile:storage:default" [label="profile: storage:default", shape=plaintext];
  "profile:catalog:default" [label="profile: catalog:default", shape=plaintext];
  "profile:compute:default" [label="profile: compute:default", shape=plaintext];
  "variable:CRON" [label="variable: CRON", shape=plaintext];
  "job:alert" [label="job: alert", shape=oval, style=dashed, color=red];
  "schedule:refresh" -> "job:refresh" [label="runs"];
  "sensor:failed" -> "job:alert" [label="runs"];
  "sensor:failed" -> "job:refresh" [label="watches"];
  "project:floe.yaml" -> "profile:storage:default" [label="uses"];
  "project:floe.yaml" -> "profile:catalog:default" [label="uses"];
  "project:floe.yaml" -> "profile:compute:default" [label="uses"];
  "schedule:refresh" -> "variable:CRON" [label="reads"];
  "asset:b" -> "asset:raw/a" [label="depends on"];
  "job:refresh" -> "asset:b" [label="selects"];
}
"""
    )


def test_json(shown: Shown) -> None:
    data = json.loads(as_json(shown))
    assert list(data) == ["format", "nodes", "edges"]
    assert data["format"] == "floe-graph/1"
    nodes = {node["id"]: node for node in data["nodes"]}
    assert nodes["schedule:refresh"] == {
        "id": "schedule:refresh",
        "kind": "schedule",
        "name": "refresh",
        "external": False,
        "defined": True,
        "route": "orchestration.schedules.refresh",
        "at": {"path": "floe.yaml", "line": 8, "column": 5, "end_line": 8, "end_column": 12},
    }
    assert nodes["asset:raw/a"] == {
        "id": "asset:raw/a",
        "kind": "asset",
        "name": "raw/a",
        "external": True,
        "defined": True,
        "route": None,
        "at": {"path": "assets.py", "line": 3, "column": 1, "end_line": 3, "end_column": 2},
    }
    assert nodes["job:alert"] == {
        "id": "job:alert",
        "kind": "job",
        "name": "alert",
        "external": False,
        "defined": False,
        "route": None,
        "at": None,
    }
    assert data["edges"][2] == {
        "source": "sensor:failed",
        "target": "job:refresh",
        "kind": "watches",
        "route": "orchestration.sensors.failed.watched_jobs[0]",
        "at": {"path": "floe.yaml", "line": 10, "column": 59, "end_line": 10, "end_column": 66},
    }


# ---- names of any kind

ANY_NAME = st.text(min_size=1, max_size=12) | st.sampled_from(
    ['a"]', "a\\", "`b`", "#35;", "<b>&amp;</b>", "|x|", "a\nb"]
)


def _node(name: str) -> ShownNode:
    return ShownNode(f"job:{name}", "job", name, False, True, None, PLACE)


@settings(max_examples=300, deadline=None)
@given(ANY_NAME, ANY_NAME)
def test_any_name_stays_within_its_quotes(one: str, other: str) -> None:
    nodes = tuple(_node(name) for name in dict.fromkeys((one, other)))
    graph = Shown(nodes, (ShownEdge(nodes[0].id, nodes[-1].id, "runs", None, PLACE),))
    flat = [" ".join("".join(c if c.isprintable() else " " for c in node.name).split(" ")) for node in nodes]

    lines = mermaid(graph).split("\n")
    assert len(lines) == 3 + len(nodes)
    for line, name in zip(lines[1:], flat, strict=False):
        found = re.fullmatch(r'  n\d+\(\["job: ([^"<>`\\&]*)"\]\)', line)
        assert found is not None
        assert re.sub(r"#(\d+);", lambda code: chr(int(code[1])), found[1]) == name

    lines = dot(graph).split("\n")
    assert len(lines) == 7 + len(nodes)
    string = r'"((?:[^"\\]|\\["\\])*)"'
    for line, name in zip(lines[4:], flat, strict=False):
        found = re.fullmatch(rf"  {string} \[label={string}, shape=oval\];", line)
        assert found is not None
        assert re.sub(r"\\(.)", r"\1", found[2]) == f"job: {name}"

    data = json.loads(as_json(graph))
    assert [node["name"] for node in data["nodes"]] == [node.name for node in nodes]


# ---- around a node


@pytest.fixture(scope="module")
def whole() -> Graph:
    text = """
  partitions:
    daily: {type: time_window, start: "2024-01-01", cron_schedule: "0 0 * * *"}
  assets:
    b*: {partitions: daily}
  jobs:
    late: {type: batch, selection: [c]}
  schedules:
    nightly: {job: late, cron_schedule: "0 6 * * *"}
  sensors:
    late_too: {type: run_status, job: late, watched_jobs: [late], status: STARTED}
"""
    return whole_graph(project(text, [asset("raw/a"), asset("b", ["raw/a"]), asset("c", ["b"])]))


@pytest.mark.parametrize(
    ("center", "kept"),
    [
        ("b", {"asset:raw/a", "asset:b", "asset:c", "pattern:b*"}),
        ("+b", {"asset:raw/a", "asset:b", "pattern:b*", "partition:daily"}),
        ("b+", {"asset:b", "asset:c", "job:late", "schedule:nightly", "sensor:late_too"}),
        ("1+b", {"asset:raw/a", "asset:b", "pattern:b*"}),
        ("b+1", {"asset:b", "asset:c"}),
        ("1+c+1", {"asset:b", "asset:c", "job:late"}),
        ("0+c", {"asset:c"}),
        ("a+1", {"asset:raw/a", "asset:b"}),
        ("raw/a+1", {"asset:raw/a", "asset:b"}),
        (
            "+schedule:nightly",
            {"schedule:nightly", "job:late", "asset:c", "asset:b", "asset:raw/a", "pattern:b*", "partition:daily"},
        ),
        ("daily+2", {"partition:daily", "pattern:b*", "asset:b"}),
    ],
)
def test_around(whole: Graph, center: str, kept: set[str]) -> None:
    part = around(whole, center)
    assert {f"{node.kind}:{node.name}" for node in part.nodes} == kept
    assert part.edges == [edge for edge in whole.edges if {edge.source, edge.target} <= part.nodes.keys()]


@pytest.mark.parametrize(
    ("center", "message"),
    [
        ("nope", 'there is no node "nope"'),
        ("nightli", 'there is no node "nightli"; did you mean "nightly"?'),
        ("jop:late", 'there is no node "jop:late"; did you mean "job:late"?'),
        ("a++", '"a++" is not a node; write "name", "+name", "name+" or "2+name+1"'),
        ("", '"" is not a node; write "name", "+name", "name+" or "2+name+1"'),
        ("+", '"+" is not a node; write "name", "+name", "name+" or "2+name+1"'),
    ],
)
def test_around_nothing(whole: Graph, center: str, message: str) -> None:
    with pytest.raises(AroundError) as error:
        around(whole, center)
    assert str(error.value) == message


def test_around_a_name_that_several_have(shown: Shown) -> None:
    with pytest.raises(AroundError) as error:
        around(whole_graph(project(TEXT, ASSETS)), "refresh")
    assert str(error.value) == 'several nodes are named "refresh"; write "job:refresh" or "schedule:refresh"'
    assert len(shown.nodes) == 11


# ---- the command

FLOE = 'name: shop\nversion: "1.0.0"\norchestration:\n  jobs:\n    j: {type: ops, target_function: a.b}\n'


def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "floe.yaml").write_text(FLOE)
    monkeypatch.chdir(tmp_path)
    assert print_graph(None, "dot", "job:j") == 0
    assert capsys.readouterr().out.splitlines()[4:] == [
        '  "job:j" [label="job: j", shape=oval];',
        '  "function:a.b" [label="function: a.b", shape=plaintext, style=dashed, color=red];',
        '  "job:j" -> "function:a.b" [label="calls"];',
        "}",
    ]


def test_a_secret_in_a_name_is_masked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = "postgres://ada:lovelace99@db/x"
    (tmp_path / "floe.yaml").write_text(FLOE.replace("a.b", f'"{url}"'))
    monkeypatch.chdir(tmp_path)
    for format in ("mermaid", "dot", "json"):
        assert print_graph(None, format, None) == 0
        assert "lovelace99" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((None, "svg", None), '"svg" is not a format; use mermaid, dot, json'),
        ((None, "dot", "k"), 'there is no node "k"'),
        (("two", "dot", None), 'there are 2 projects below; name one, such as "two/one/floe.yaml"'),
        (("broken.yaml", "dot", None), '"broken.yaml" cannot be read; "floe lint" says why'),
    ],
)
def test_command_refuses(
    arguments: tuple[str | None, str, str | None],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "floe.yaml").write_text(FLOE)
    (tmp_path / "broken.yaml").write_text("a: [\n")
    for name in ("one", "other"):
        (tmp_path / "two" / name).mkdir(parents=True)
        (tmp_path / "two" / name / "floe.yaml").write_text(FLOE)
    monkeypatch.chdir(tmp_path)
    assert print_graph(*arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == f"floe graph: {message}\n"
