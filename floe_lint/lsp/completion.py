"""What can stand at a position: keys, words, and the names of jobs, assets, groups, partitions and profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Literal

from lsprotocol import types

from floe_lint.dagster.labels import KIND_TAG
from floe_lint.dagster.selection.syntax import ATTRIBUTES
from floe_lint.json_schema import json_schema
from floe_lint.json_schema.navigate import is_container, keys_of, schemas_at, words_of
from floe_lint.kernel.records import NamedTuple
from floe_lint.lsp.cursor import Cursor, cursor_while_typing
from floe_lint.lsp.project_names import names_of
from floe_lint.lsp.projects import View
from floe_lint.lsp.protocol_positions import Positions
from floe_lint.lsp.references import Kind, kind_of_value
from floe_lint.project.project import Project

TRIGGERS = [":", '"', "'", "[", ",", "+", " ", "-"]

_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./=-]*(?::[A-Za-z0-9_./=-]+)?:?")
_SELECTION_PART = re.compile(r"[^\s()+]*$")
_SELECTION_END = re.compile(r"[^\s()+]*")
_KINDS: dict[Kind, types.CompletionItemKind] = {
    "job": types.CompletionItemKind.Event,
    "partitions": types.CompletionItemKind.EnumMember,
    "asset": types.CompletionItemKind.Variable,
    "group": types.CompletionItemKind.Folder,
    "storage profile": types.CompletionItemKind.Reference,
    "catalog profile": types.CompletionItemKind.Reference,
    "compute profile": types.CompletionItemKind.Reference,
}


class _Offer(NamedTuple):
    """One completion: what it puts in place of the range, and what is said of it."""

    text: str
    kind: types.CompletionItemKind
    detail: str = ""
    description: str = ""


def completions(view: View, positions: Positions, at: types.Position) -> list[types.CompletionItem]:
    """The completions at a position of a YAML file, whether or not it can be parsed at the moment."""
    cursor = cursor_while_typing(positions.text, positions.index(at))
    if cursor is None:
        return []
    items: list[types.CompletionItem] = []
    if cursor.role in ("value", "either"):
        items += _values(view, cursor, positions)
    if cursor.role in ("key", "either"):
        items += _keys(view, cursor, positions)
    return items


def _keys(view: View, cursor: Cursor, positions: Positions) -> Iterator[types.CompletionItem]:
    schema = json_schema(view.role)
    mapping = cursor.route[:-1] if cursor.role == "key" else cursor.route
    if cursor.role == "key" and view.role == "floe" and mapping == ("orchestration", "assets"):
        yield from _patterns(view, cursor, positions)
        return
    followed = re.match(r"[\"']?\s*:", positions.text[cursor.end : cursor.end + 3]) is not None
    written = positions.text[cursor.start : cursor.end]
    for key, inner in keys_of(schemas_at(schema, mapping, cursor.beside.get("type"))).items():
        if key in cursor.beside and key != written:
            continue
        ending = "" if followed or cursor.quote else ":" if is_container(schema, inner) else ": "
        offer = _Offer(
            text=f"{key}{ending}",
            kind=types.CompletionItemKind.Property,
            detail="",
            description=inner.get("description", ""),
        )
        yield _item(key, offer, cursor.start, cursor.end, positions)


def _patterns(view: View, cursor: Cursor, positions: Positions) -> Iterator[types.CompletionItem]:
    """Names of assets, for which a pattern may stand."""
    if view.project is None:
        return
    for name in names_of(view.project, "asset"):
        offer = _Offer(name, types.CompletionItemKind.Variable, "asset")
        yield _item(name, offer, cursor.start, cursor.end, positions)


def _values(view: View, cursor: Cursor, positions: Positions) -> Iterator[types.CompletionItem]:
    kind = kind_of_value(view.role, cursor.route)
    start, end = cursor.start, cursor.end
    offers: list[_Offer] = []
    if kind == "selection":
        if view.project is not None:
            written = positions.text[start:end]
            part = _SELECTION_PART.search(written[: cursor.offset])
            rest = _SELECTION_END.match(written, cursor.offset)
            assert part is not None
            assert rest is not None
            start, end = start + part.start(), cursor.start + rest.end()
            offers = _terms(view.project)
    elif kind is not None and view.project is not None:
        offers = [_Offer(name, _KINDS[kind], kind) for name in names_of(view.project, kind) if kind in _KINDS]
    if not offers:
        schema = json_schema(view.role)
        tag = cursor.beside.get("type")
        candidates = [
            inner
            for owner in schemas_at(schema, cursor.route[:-1], tag if cursor.route[-1:] != ("type",) else None)
            for inner in _inner(schema, owner, cursor.route[-1] if cursor.route else "")
        ]
        offers = [_Offer(str(word), types.CompletionItemKind.EnumMember) for word in words_of(candidates)]
    is_part = start > cursor.start or end < cursor.end
    for offer in offers:
        text = offer.text if cursor.quote or is_part or _PLAIN.fullmatch(offer.text) else f'"{offer.text}"'
        yield _item(offer.text, offer._replace(text=text), start, end, positions)


def _inner(root: dict[str, Any], owner: dict[str, Any], step: str | int) -> list[dict[str, Any]]:
    """What an entry or item of a mapping or list of this schema may be."""
    return schemas_at({**owner, "$defs": root.get("$defs", {})}, (step,))


def _terms(project: Project) -> list[_Offer]:
    """The conditions that a selection can name."""
    index = project.selected.index
    named: list[tuple[str, Literal["asset", "group", "tag", "kind", "owner"]]] = []
    named += [(asset.key, "asset") for asset in index.assets]
    named += [(f"group:{name}", "group") for name in sorted(index.groups)]
    tags = sorted((name, value) for name, value in index.tags if not name.startswith(KIND_TAG))
    named += [(f"tag:{name}={value}" if value else f"tag:{name}", "tag") for name, value in tags]
    named += [(f"kind:{name}", "kind") for name in sorted(index.kinds)]
    named += [(f"owner:{name}", "owner") for name in sorted(index.owners)]
    kinds = {"asset": types.CompletionItemKind.Variable, "group": types.CompletionItemKind.Folder}
    offers = [_Offer(text, kinds.get(what, types.CompletionItemKind.Value), what) for text, what in named]
    offers += [_Offer(f"{name}:", types.CompletionItemKind.Keyword, "attribute") for name in ATTRIBUTES]
    return offers


def _item(label: str, offer: _Offer, start: int, end: int, positions: Positions) -> types.CompletionItem:
    return types.CompletionItem(
        label=label,
        kind=offer.kind,
        detail=offer.detail or None,
        documentation=types.MarkupContent(types.MarkupKind.Markdown, offer.description) if offer.description else None,
        filter_text=offer.text if offer.text.startswith('"') else None,
        text_edit=types.TextEdit(positions.range_of(start, end), offer.text),
    )
