"""Making the graph of a project: one edge for every reference, whether its target is there or not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from floe_lint.document.nodes import Scalar
from floe_lint.interpolation import variables
from floe_lint.places import Route
from floe_lint.problem import At
from floe_lint.project.graph import Edge, EdgeKind, Graph, Node, NodeId, NodeKind

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
    """The graph without the edges from jobs to the assets they select; see ``with_selections``."""
    return Graph(_nodes(project), _edges(project))


def with_selections(project: Project) -> Graph:
    """The whole graph, for people to look at: a large project has very many selection edges."""
    graph = project.graph
    edges = list(graph.edges)
    for job in project.declarations.jobs.values():
        if job.type == "batch":
            at = At((*job.route, "selection"))
            edges.extend(
                Edge(NodeId("job", job.name), NodeId("asset", asset.key), "selects", at)
                for asset in project.selected.assets(job.name)
            )
    return Graph(graph.nodes.values(), edges)


def _nodes(project: Project) -> Iterator[Node]:
    declarations = project.declarations
    yield Node(PROJECT, At(()))
    for section, kind in _SECTIONS:
        for name, entry in getattr(declarations, section).items():
            yield Node(NodeId(kind, name), At(entry.route, key=True))
        for name in sorted(declarations.invalid.get(section, ())):
            yield Node(NodeId(kind, name), At(("orchestration", section, name), key=True))
    for pattern in declarations.patterns:
        yield Node(NodeId("pattern", pattern.pattern), At(pattern.route, key=True))
    for asset in project.catalog.assets:
        yield Node(NodeId("asset", asset.key), asset.place, asset.external)
    for field, section in _PROFILES:
        profiles = project.platform_profiles(section)
        for name in profiles:
            yield Node(
                NodeId("profile", f"{field}:{name}"), At((section, name), key=True, document="platform")
            )


def _edges(project: Project) -> Iterator[Edge]:
    declarations = project.declarations
    for job in declarations.jobs.values():
        if job.target_function is not None:
            yield _edge(
                "job", job.name, "calls", "function", job.target_function, (*job.route, "target_function")
            )
    for partitions in declarations.partitions.values():
        if partitions.fn is not None:
            yield _edge("partition", partitions.name, "calls", "function", partitions.fn, (*partitions.route, "fn"))
    for schedule in declarations.schedules.values():
        if schedule.job is not None:
            yield _edge("schedule", schedule.name, "runs", "job", schedule.job, (*schedule.route, "job"))
    for sensor in declarations.sensors.values():
        source = ("sensor", sensor.name)
        if sensor.job is not None:
            yield _edge(*source, "runs", "job", sensor.job, (*sensor.route, "job"))
        for index, name in enumerate(sensor.watched_assets):
            if name is not None:
                key = project.selected.index.key_of(name) or name
                yield _edge(*source, "watches", "asset", key, (*sensor.route, "watched_assets", index))
        for index, name in enumerate(sensor.watched_jobs):
            if name is not None:
                yield _edge(*source, "watches", "job", name, (*sensor.route, "watched_jobs", index))
        if sensor.target_function is not None:
            place = (*sensor.route, "target_function")
            yield _edge(*source, "calls", "function", sensor.target_function, place)
    for backfill in declarations.backfills.values():
        if backfill.job is not None:
            yield _edge("backfill", backfill.name, "runs", "job", backfill.job, (*backfill.route, "job"))
    for pattern in declarations.patterns:
        partitions = pattern.settings.get("partitions")
        if partitions is not None:
            place = (*pattern.route, "partitions")
            yield _edge("pattern", pattern.pattern, "is partitioned by", "partition", partitions, place)
    yield from _asset_edges(project)
    for field, _ in _PROFILES:
        name = project.data.get(field)
        if isinstance(name, str) and not project.is_unset((field,)):
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
    from floe_lint.project.patterns import matches

    for asset in project.catalog.assets:
        source = NodeId("asset", asset.key)
        for dep in asset.deps:
            place = dep.place or asset.place
            yield Edge(source, NodeId("asset", dep.key), "depends on", place or At(("orchestration", "dbt")))
    for pattern in project.declarations.patterns:
        for asset in project.catalog.assets:
            if not asset.external and matches(pattern.pattern, asset.key):
                yield _edge("pattern", pattern.pattern, "configures", "asset", asset.key, pattern.route)


def _edge(
    source_kind: NodeKind, source: str, kind: EdgeKind, target_kind: NodeKind, target: str, route: Route
) -> Edge:
    return Edge(NodeId(source_kind, source), NodeId(target_kind, target), kind, At(route))
