"""Projects from text, with assets made by hand where no module is worth reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from floe_lint.kernel.positions import Place, Span
from floe_lint.project.asset import Asset, Dependency, Origin
from floe_lint.project.asset_catalog import AssetCatalog
from floe_lint.project.files import Environment, ProjectFiles
from floe_lint.project.project import Project
from floe_lint.yaml.parse import parse_document

HEAD = 'name: shop\nversion: "1.0.0"\norchestration:\n'


def at_line(line: int, path: str = "assets.py") -> Place:
    return Place(path, Span(line, 1, line, 2))


def asset(
    key: str,
    deps: Sequence[str] = (),
    *,
    automation: str | None = None,
    group: str = "default",
    origin: Origin = "python",
    line: int = 1,
    tags: Mapping[str, str] = {},
) -> Asset:
    """An asset whose dependencies are named in its own line."""
    return Asset(
        key=key,
        origin=origin,
        place=at_line(line),
        group=group,
        tags=tags,
        kinds=frozenset(),
        owners=(),
        deps=tuple(Dependency(dep, at_line(line)) for dep in deps),
        settings={} if automation is None else {"automation_condition": automation},
    )


def catalog(assets: Iterable[Asset]) -> AssetCatalog:
    """A complete catalog of these assets."""
    given = tuple(assets)
    return AssetCatalog(given, {one.key: one for one in given}, (), None, None, (), (), {})


def project(orchestration: str, assets: Iterable[Asset] | None = None) -> Project:
    """A project of the given section; ``assets`` stand for what its modules and manifest would say."""
    document = parse_document("floe.yaml", HEAD + orchestration)
    made = Project(ProjectFiles(document, process_environment={}), Environment(None, {}))
    if assets is not None:
        made.__dict__["catalog"] = catalog(assets)
    return made
