"""Making the graph of a project: one edge for every reference, whether its target is there or not."""

from __future__ import annotations

from collections.abc import Iterator

from floe_lint.dagster.selection.reach import members
from floe_lint.findings.problem import At
from floe_lint.kernel.annotations import TYPE_CHECKING
from floe_lint.kernel.positions import Route
from floe_lint.project.asset_patterns import matches
from floe_lint.project.graph import Edge, EdgeKind, Graph, Node, NodeId, NodeKind
from floe_lint.python.facts import FunctionFacts
from floe_lint.variables.interpolation import variables
from floe_lint.yaml.nodes import Scalar

if TYPE_CHECKING:
    from floe_lint.project.project import Project

_SECTIONS: tuple[tuple[str, NodeKind], ...] = (
    ("jobs", "job"),
    ("schedules", "schedule"),
    ("sensors", "sensor"),
    ("partitions", "partition"),
    ("backfills", "backfill"),
)
PROJECT = NodeId("project", "floe.yaml")
"""What reads the settings that belong to no declaration."""

_PROFILES = (("storage", "storage"), ("catalog", "catalogs"), ("compute", "compute"))


def build_graph(project: Project) -> Graph:
    """What floe.yaml refers to: all that rules ask for. See ``whole_graph`` for the edges that follow from it."""
    return Graph(_nodes(project), _edges(project))


def whole_graph(project: Project) -> Graph:
    """The graph with what the references mean for each asset, for people to look at.

    That is: its upstream assets, the patterns that configure it, the jobs that select it. Functions that exist,
    all variables, and the embedded profiles are nodes too, so that only what is missing has none.
    """
    graph = project.graph
    return Graph(
        [*graph.nodes.values(), *_undeclared_nodes(project, graph)],
        [*graph.edges, *_asset_edges(project), *_selection_edges(project)],
    )


def _nodes(project: Project) -> Iterator[Node]:
    declarations = project.declarations
    yield Node(PROJECT, At(()))
    for section, kind in _SECTIONS:
        for name, entry in getattr(declarations, section).items():
            yield Node(NodeId(kind, name), At(entry.route, key=True))
        for name in sorted(declarations.invalid.get(section, ())):
            yield Node(NodeId(kind, name), At(("orchestration", section, name), key=True))
    for pattern in declarations.patterns:
        yield Node(NodeId("pattern", pattern.name), At(pattern.route, key=True))
    for asset in project.catalog.assets:
        yield Node(NodeId("asset", asset.key), asset.place, asset.external)
    for field, section in _PROFILES:
        profiles = project.platform_profiles(section)
        for name in profiles:
            yield Node(NodeId("profile", f"{field}:{name}"), At((section, name), key=True, document="platform"))


def _edges(project: Project) -> Iterator[Edge]:
    declarations = project.declarations
    for job in declarations.jobs.values():
        if job.target_function is not None:
            yield _edge("job", job.name, "calls", "function", job.target_function, (*job.route, "target_function"))
    for entry in declarations.partitions.values():
        if entry.fn is not None:
            yield _edge("partition", entry.name, "calls", "function", entry.fn, (*entry.route, "fn"))
    for schedule in declarations.schedules.values():
        if schedule.job is not None:
            yield _edge("schedule", schedule.name, "runs", "job", schedule.job, (*schedule.route, "job"))
    for sensor in declarations.sensors.values():
        if sensor.job is not None:
            yield _edge("sensor", sensor.name, "runs", "job", sensor.job, (*sensor.route, "job"))
        for index, name in enumerate(sensor.watched_assets):
            if name is not None:
                key = project.selected.index.key_of(name) or name
                route = (*sensor.route, "watched_assets", index)
                yield _edge("sensor", sensor.name, "watches", "asset", key, route)
        for index, name in enumerate(sensor.watched_jobs):
            if name is not None:
                route = (*sensor.route, "watched_jobs", index)
                yield _edge("sensor", sensor.name, "watches", "job", name, route)
        if sensor.target_function is not None:
            route = (*sensor.route, "target_function")
            yield _edge("sensor", sensor.name, "calls", "function", sensor.target_function, route)
    for backfill in declarations.backfills.values():
        if backfill.job is not None:
            yield _edge("backfill", backfill.name, "runs", "job", backfill.job, (*backfill.route, "job"))
    for pattern in declarations.patterns:
        partitions = pattern.settings.get("partitions")
        if partitions is not None:
            route = (*pattern.route, "partitions")
            yield _edge("pattern", pattern.name, "is partitioned by", "partition", partitions, route)
    file = project.floe_file
    for field, name in (("storage", file.storage), ("catalog", file.catalog), ("compute", file.compute)):
        if name is not None:
            yield Edge(PROJECT, NodeId("profile", f"{field}:{name}"), "uses", At((field,)))
    for route, _, node in project.floe.walk():
        if isinstance(node, Scalar) and "${" in node.text:
            for variable in variables(node.text):
                at = At(route, part=(variable.start, variable.end))
                yield Edge(_reader(route), NodeId("variable", variable.name), "reads", at)


def _reader(route: Route) -> NodeId:
    """The node in whose declaration a variable is read; the profile fields and the rest count as the project."""
    kinds = dict(_SECTIONS)
    if len(route) > 2 and route[0] == "orchestration":
        if route[1] == "assets":
            return NodeId("pattern", str(route[2]))
        if route[1] in kinds:
            return NodeId(kinds[str(route[1])], str(route[2]))
    return PROJECT


def _asset_edges(project: Project) -> Iterator[Edge]:
    for asset in project.catalog.assets:
        source = NodeId("asset", asset.key)
        for dep in asset.deps:
            place = dep.place or asset.place
            yield Edge(source, NodeId("asset", dep.key), "depends on", place or At(("orchestration", "dbt"), key=True))
    for pattern in project.declarations.patterns:
        target = NodeId("pattern", pattern.name)
        for asset in project.catalog.assets:
            if not asset.external and matches(pattern.name, asset.key):
                at = At(pattern.route, key=True)
                yield Edge(NodeId("asset", asset.key), target, "is configured by", at)


def _selection_edges(project: Project) -> Iterator[Edge]:
    """One edge for each item of a selection and each asset that it selects."""
    assets = project.catalog.assets
    for job, terms in project.selected.terms.items():
        for term in terms:
            for number in members(term.mask & project.selected.index.materializable):
                yield Edge(NodeId("job", job), NodeId("asset", assets[number].key), "selects", At(term.route))


def _undeclared_nodes(project: Project, graph: Graph) -> Iterator[Node]:
    targets = dict.fromkeys(edge.target for edge in graph.edges if edge.target not in graph.nodes)
    for target in targets:
        if target.kind == "function":
            found = project.files.function(target.name)
            if isinstance(found, FunctionFacts):
                yield Node(target, found.place)
        elif target.kind == "variable" or (target.kind == "profile" and target.name.endswith(":default")):
            yield Node(target, None)


def _edge(source_kind: NodeKind, source: str, kind: EdgeKind, target_kind: NodeKind, target: str, route: Route) -> Edge:
    return Edge(NodeId(source_kind, source), NodeId(target_kind, target), kind, At(route))
