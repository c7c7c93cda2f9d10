"""Where what stands under the cursor is defined: in YAML, in Python, or as a dbt model."""

from __future__ import annotations

import os

from floe_lint.dagster.selection.reach import members
from floe_lint.kernel.positions import START, Place, Route
from floe_lint.lsp.cursor import cursor_at
from floe_lint.lsp.projects import View
from floe_lint.lsp.references import PROFILE_SECTIONS, Kind, kind_of_key, kind_of_value
from floe_lint.lsp.selections import selected, term_at
from floe_lint.project.asset_patterns import matches
from floe_lint.project.project import Project
from floe_lint.variables.interpolation import Unset, substitute
from floe_lint.yaml.document import Document

_SECTIONS: dict[Kind, str] = {"job": "jobs", "partitions": "partitions"}


def definitions(view: View, index: int) -> list[Place]:
    """The places; several where a selection or a pattern means several assets."""
    cursor = cursor_at(view.document, index)
    if cursor is None or view.project is None:
        return []
    written = view.document.text[cursor.start : cursor.end]
    project = view.project
    if cursor.role == "key":
        if kind_of_key(view.role, cursor.route) != "pattern":
            return []
        return _placed(project, [key for key in project.catalog.by_key if matches(written, key)])
    kind = kind_of_value(view.role, cursor.route)
    meant = substitute(written, project.environment.variables)
    if kind is None or isinstance(meant, Unset):
        return []
    if kind == "selection":
        return _selection(project, str(meant), cursor.offset)
    return _named(view, project, kind, str(meant))


def _named(view: View, project: Project, kind: Kind, name: str) -> list[Place]:
    if kind in _SECTIONS:
        return _key_of(view.document, ("orchestration", _SECTIONS[kind], name))
    if kind == "asset":
        key = name if name in project.catalog.by_key else project.selected.index.key_of(name)
        return _placed(project, [] if key is None else [key])
    if kind == "group":
        return _placed(project, [asset.key for asset in project.catalog.assets if asset.group == name])
    if kind in PROFILE_SECTIONS:
        platform = view.document if view.role == "platform" else project.platform
        return [] if platform is None else _key_of(platform, (PROFILE_SECTIONS[kind], name))
    if kind == "module":
        path = getattr(project.files.module(name), "path", None)
        return [] if path is None or not os.path.isfile(path) else [Place(path, START)]
    if kind == "function":
        place = getattr(project.files.function(name), "place", None)
        return [] if place is None else [place]
    if kind == "file":
        found = project.files.find_path(name)
        return [] if found is None else [Place(found, START)]
    return []


def _selection(project: Project, text: str, offset: int) -> list[Place]:
    """What the condition under the cursor means; without what stands upstream or downstream of it."""
    term = term_at(text, offset)
    found = selected(project, text[term.start : term.end] if term is not None else text)
    if not isinstance(found, int):
        return []
    assets = project.catalog.assets
    return _placed(project, [assets[number].key for number in members(found)])


def _placed(project: Project, keys: list[str]) -> list[Place]:
    """Where assets are defined, each file and place once; a model whose file is not there has none."""
    found: dict[Place, None] = {}
    for key in keys:
        asset = project.catalog.by_key[key]
        if asset.place is not None and not asset.external and os.path.isfile(asset.place.path):
            found[asset.place] = None
    return list(found)


def _key_of(document: Document, route: Route) -> list[Place]:
    if document.node(route) is None:
        return []
    return [Place(document.path, document.span(route, key=True))]
