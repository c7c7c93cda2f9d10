"""What a hover shows: what stands there, and what is found there."""

from __future__ import annotations

import os
from datetime import datetime
from typing import Any

from lsprotocol import types

from floe_lint.dagster.selection.tokens import SelectionError
from floe_lint.findings.finding import Finding
from floe_lint.json_schema import json_schema
from floe_lint.json_schema.navigate import schemas_at, words_of
from floe_lint.kernel.positions import Route
from floe_lint.lsp.cursor import Cursor, cursor_at
from floe_lint.lsp.project_names import listed, selected_keys, summary
from floe_lint.lsp.projects import Linted, View
from floe_lint.lsp.protocol_positions import Positions
from floe_lint.lsp.references import kind_of_key, kind_of_value
from floe_lint.lsp.selections import selected, term_at
from floe_lint.project.project import Project
from floe_lint.variables.interpolation import Unset, substitute
from floe_lint.yaml.nodes import Mapping, Scalar

_RUNS = 3
_SCHEMAS: dict[str, dict[str, Any]] = {}


def hover(
    view: View | None, linted: list[Linted], path: str, positions: Positions, at: types.Position, now: datetime
) -> types.Hover | None:
    """The hover at a position of a file; only findings have one in files other than YAML."""
    parts: list[str] = []
    where: types.Range | None = None
    if view is not None:
        cursor = cursor_at(view.document, positions.index(at))
        if cursor is not None:
            parts = [part for part in _meaning(view, cursor, positions.text, now) if part]
            where = positions.range_of(cursor.start, cursor.end) if parts else None
    for project in linted:
        for finding in project.report.findings if project.report is not None else ():
            if os.path.abspath(finding.path) == path and _holds(positions.range(finding.span), at):
                page = _page(project, finding)
                if page not in parts:
                    parts.append(page)
                where = where or positions.range(finding.span)
    if not parts:
        return None
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, "\n\n---\n\n".join(parts)), where)


def _holds(place: types.Range, at: types.Position) -> bool:
    point, start, end = (at.line, at.character), place.start, place.end
    return (start.line, start.character) <= point <= (end.line, end.character)


def _page(linted: Linted, finding: Finding) -> str:
    assert linted.report is not None
    info = linted.report.rules.get(finding.rule)
    if info is None:
        return f"**{finding.rule}** ({finding.severity})"
    return f"**{finding.rule}** ({finding.severity})\n\n{info.markdown.strip()}"


def _meaning(view: View, cursor: Cursor, text: str, now: datetime) -> list[str | None]:
    written = text[cursor.start : cursor.end]
    if cursor.role == "key":
        kind = kind_of_key(view.role, cursor.route)
        told = summary(view.project, kind, written) if kind is not None and view.project is not None else None
        if cursor.route[-1:] == ("selection",) and view.project is not None:
            told = _of_job(view.project, cursor.route)
        return [told, _of_key(view, cursor.route)]
    if view.project is None:
        return []
    kind = kind_of_value(view.role, cursor.route)
    if kind == "selection":
        return _of_selection(view.project, written, cursor.offset)
    if kind == "cron":
        return [_of_cron(view, cursor.route, written, now)]
    if kind is None:
        return []
    meant = substitute(written, view.project.environment.variables)
    return [] if isinstance(meant, Unset) else [summary(view.project, kind, str(meant))]


def _of_job(project: Project, route: Route) -> str | None:
    name = str(route[2]) if len(route) == 4 else ""
    return summary(project, "job", name)


def _of_selection(project: Project, text: str, offset: int) -> list[str | None]:
    found = selected(project, text)
    if found is None or isinstance(found, SelectionError):
        return []
    known = "" if project.catalog.complete else "\n\nNot all assets are known."
    parts: list[str | None] = [f"`{text}` selects {listed(selected_keys(project, found), 'asset')}{known}"]
    term = term_at(text, offset)
    if term is not None and term.attribute in ("asset", "key") and "*" not in str(term.value):
        parts.append(summary(project, "asset", str(term.value)))
    return parts


def _of_cron(view: View, route: Route, text: str, now: datetime) -> str | None:
    """When a cron fires next, in the time zone beside it."""
    from floe_lint.dagster.cron.check_cron import check_cron, cron_ticks, describe_cron
    from floe_lint.dagster.zones import load_zone

    assert view.project is not None
    variables = view.project.environment.variables
    meant = substitute(text, variables)
    defect = None if isinstance(meant, Unset) else check_cron(str(meant))
    if isinstance(meant, Unset) or (defect is not None and defect.kind != "large_step"):
        return None
    node = view.document.node((*route[:-1], "timezone"))
    zone = str(substitute(node.text, variables)) if isinstance(node, Scalar) else "UTC"
    if load_zone(zone) is None:
        return None
    ticks = cron_ticks(str(meant), zone, now, _RUNS)
    shown = "".join(f"\n- {tick:%a %Y-%m-%d %H:%M} {tick.tzname()}" for tick in ticks)
    return f"{describe_cron(str(meant)) or meant}; next in {zone}:\n{shown}"


def _of_key(view: View, route: Route) -> str | None:
    """What the schema says of a key."""
    schema = _SCHEMAS.get(view.role) or _SCHEMAS.setdefault(view.role, json_schema(view.role))
    if not isinstance(route[-1], str):
        return None
    beside = view.document.node(route[:-1])
    tag = beside.get("type") if isinstance(beside, Mapping) else None
    name = tag.value.text if tag is not None and isinstance(tag.value, Scalar) else None
    owners = [found for found in schemas_at(schema, route[:-1], name) if route[-1] in found.get("properties", {})]
    if not owners:
        return None
    key = owners[-1]["properties"][route[-1]]
    lines = [f"`{route[-1]}`: {key.get('description', '')}"]
    words = words_of(schemas_at(schema, route, name))
    if words:
        lines.append("one of " + ", ".join(f"`{word}`" for word in words))
    if "default" in key:
        lines.append(f"default `{key['default']}`")
    return "\n\n".join(lines)
