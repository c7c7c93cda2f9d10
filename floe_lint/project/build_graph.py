"""Making the graph of a project: one edge for every reference, whether its target is there or not."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from floe_lint.findings.problem import At
from floe_lint.format.floe_yaml import FloeFile, Orchestration
from floe_lint.kernel.positions import Route
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.graph import Edge, EdgeKind, Graph, Node, NodeId, NodeKind
from floe_lint.project.selected import Selected
from floe_lint.variables.interpolation import variables
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Scalar

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


def build_graph(
    floe: Document,
    file: FloeFile,
    catalog: AssetCatalog,
    selected: Selected,
    platform_profiles: Callable[[str], tuple[str, ...]],
) -> Graph:
    """What floe.yaml refers to: all that rules ask for. See ``whole_graph`` for the edges that follow from it.

    ``file`` is what ``floe`` declares; ``platform_profiles`` gives the names in a section of platform.yaml.
    """
    declarations = file.declarations
    return Graph(
        _nodes(declarations, catalog, platform_profiles),
        [*_declared_edges(declarations, selected), *_profile_edges(file), *_variable_edges(floe)],
    )


def _nodes(
    declarations: Orchestration, catalog: AssetCatalog, platform_profiles: Callable[[str], tuple[str, ...]]
) -> Iterator[Node]:
    yield Node(PROJECT, At(()))
    for section, kind in _SECTIONS:
        for name, entry in getattr(declarations, section).items():
            yield Node(NodeId(kind, name), At(entry.route, key=True))
        for name in sorted(declarations.invalid.get(section, ())):
            yield Node(NodeId(kind, name), At(("orchestration", section, name), key=True))
    for pattern in declarations.patterns:
        yield Node(NodeId("pattern", pattern.name), At(pattern.route, key=True))
    for asset in catalog.assets:
        yield Node(NodeId("asset", asset.key), asset.place, asset.external)
    for field, section in _PROFILES:
        profiles = platform_profiles(section)
        for name in profiles:
            yield Node(NodeId("profile", f"{field}:{name}"), At((section, name), key=True, document="platform"))


def _declared_edges(declarations: Orchestration, selected: Selected) -> Iterator[Edge]:
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
                key = selected.index.key_of(name) or name
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


def _profile_edges(file: FloeFile) -> Iterator[Edge]:
    for field, name in (("storage", file.storage), ("catalog", file.catalog), ("compute", file.compute)):
        if name is not None:
            yield Edge(source=PROJECT, target=NodeId("profile", f"{field}:{name}"), kind="uses", at=At((field,)))


def _variable_edges(floe: Document) -> Iterator[Edge]:
    for route, _, node in floe.walk():
        if isinstance(node, Scalar) and "${" in node.text:
            for variable in variables(node.text):
                at = At(route, part=(variable.start, variable.end))
                yield Edge(source=_reader(route), target=NodeId("variable", variable.name), kind="reads", at=at)


def _reader(route: Route) -> NodeId:
    """The node in whose declaration a variable is read; the profile fields and the rest count as the project."""
    kinds = dict(_SECTIONS)
    if len(route) > 2 and route[0] == "orchestration":
        if route[1] == "assets":
            return NodeId("pattern", str(route[2]))
        if route[1] in kinds:
            return NodeId(kinds[str(route[1])], str(route[2]))
    return PROJECT


def _edge(source_kind: NodeKind, source: str, kind: EdgeKind, target_kind: NodeKind, target: str, route: Route) -> Edge:
    return Edge(source=NodeId(source_kind, source), target=NodeId(target_kind, target), kind=kind, at=At(route))
