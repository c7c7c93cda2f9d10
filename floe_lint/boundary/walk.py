"""Every key and value of a document with what it is for, by walking it in lock-step with its schema.

The *context* of a text is what the schema says it is for: ``name`` (users choose it), ``data`` (partition
keys), ``tag``, ``module``, ``time``, ``prose``, ``reference``, ``path``, ``sensor-path``; in free data
``sensor-args`` (arguments of a custom sensor), ``consumption``, else ``None``. Texts without a context are
checked for everything. Where the file has no schema, or does not keep to it, everything is free data.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from floe_lint.boundary.forms import normalised
from floe_lint.format.fields import Field, Free, ListOf, MapOf, OneOf, Section, Text, fields_of, kinds_of
from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Entry, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from floe_lint.format.fields import Type

_PROSE = frozenset(
    "description descriptions doc docs documentation comment comments note notes readme runbook runbooks wiki "
    "rationale reason".split()
)
"""How the keys of texts for people end."""

_ANCHOR_OR_ALIAS = r"(?m)(?:^|(?<=[\s\[{,:-]))[&*](?=[^\s,\]}*])"


class Occurrence(NamedTuple):
    """A key or a value at the place that defines it.

    ``keys`` are the keys above a value, or up to and including a key, as they are written, outermost first.
    ``entry`` is the entry of a key, and of a value that stands directly under one. ``free`` says of a key
    that the schema does not know it.
    """

    route: Route
    scalar: Scalar
    entry: Entry | None
    is_key: bool
    context: str | None
    keys: tuple[str, ...]
    free: bool


class _Use(NamedTuple):
    """One way in which a node is used; an anchored node may have several.

    ``type`` is ``None`` in free data, which ``context`` qualifies. ``holder`` says that the file itself does
    nothing with the node: it lies below an ``x-…`` key.
    """

    type: Type | None
    context: str | None
    keys: tuple[str, ...]
    holder: bool = False


def hits_of_anchors(text: str) -> list[int]:
    """Where anchors and aliases may stand: a text that names no keyword may be used under a key that does."""
    if "&" not in text:
        return []
    return [match.start() for match in re.finditer(_ANCHOR_OR_ALIAS, text)]


def occurrences(document: Document, schema: type[Section] | None, hits: list[int]) -> list[Occurrence]:
    """The occurrences near ``hits`` (sorted indices into the text), last one first.

    A key or a subtree without a hit is left out. A hit in a key brings in everything below it. Aliased and
    merged nodes are given once for each different use, always at the place that defines them.
    """
    if document.root is None or not hits:
        return []
    walker = _Walker(schema, hits)
    walker.visit(document.root, (), (_Use(schema, None, ()),), True)
    return walker.found


class _Walker:
    """Walks backwards: an alias comes after its anchor, so all uses of a node are known when it comes."""

    def __init__(self, schema: type[Section] | None, hits: list[int]) -> None:
        self.schema = schema
        self.hits = hits
        self.found: list[Occurrence] = []
        self.uses: dict[int, list[_Use]] = {}

    def _hit(self, start: int, end: int) -> bool:
        index = bisect_left(self.hits, start)
        return index < len(self.hits) and self.hits[index] < end

    def visit(self, node: Node, route: Route, uses: tuple[_Use, ...], whole: bool, entry: Entry | None = None) -> None:
        """Collect a node at the place that defines it; ``whole`` says that nothing may be left out."""
        others = self.uses.get(id(node))
        if others:
            uses = (*(use for use in uses if not use.holder), *others)
            whole = True
        if isinstance(node, Scalar):
            for context, keys in dict.fromkeys((_context(use), use.keys) for use in uses):
                self.found.append(
                    Occurrence(
                        route=route, scalar=node, entry=entry, is_key=False, context=context, keys=keys, free=False
                    )
                )
        elif isinstance(node, Sequence):
            self._visit_items(node, route, uses, whole)
        else:
            self._visit_entries(node, route, uses, whole)

    def _visit_items(self, node: Sequence, route: Route, uses: tuple[_Use, ...], whole: bool) -> None:
        inner = tuple(use._replace(type=_item_type(use.type)) for use in uses)
        previous = node.start
        todo: list[tuple[int, Node]] = []
        for index, item in enumerate(node.items):
            if item.start < node.start:
                self._use(item, inner)
                continue
            if whole or self._hit(previous, max(item.end, item.start + 1)):
                todo.append((index, item))
            previous = item.end
        for index, item in reversed(todo):
            self.visit(item, (*route, index), inner, whole)

    def _use(self, node: Node, uses: tuple[_Use, ...]) -> None:
        known = self.uses.setdefault(id(node), [])
        known.extend(use for use in uses if use not in known)

    def _visit_entries(self, node: Mapping, route: Route, uses: tuple[_Use, ...], whole: bool) -> None:
        for merged in node.merged:
            self._use(merged, uses)
        for key, entry in reversed(node.entries.items()):
            in_key = self._hit(entry.key.start, entry.key.end)
            end = entry.value.end if entry.alias is None else entry.alias[1]
            if not whole and not in_key and not self._hit(entry.key.end, end):
                continue
            if key == "<<" and not entry.key.style:
                # What is written out here was recorded as merged above.
                self.visit(entry.value, (*route, key), (), whole)
                continue
            inner = tuple(self._below(use, node, key) for use in uses)
            if entry.alias is not None:
                self._use(entry.value, inner)
            else:
                self.visit(entry.value, (*route, key), inner, whole or in_key, entry)
            if in_key:
                self._key(entry, (*route, key), node, uses)

    def _key(self, entry: Entry, route: Route, node: Mapping, uses: tuple[_Use, ...]) -> None:
        seen: set[tuple[str | None, bool]] = set()
        for use in uses:
            kind = self._key_kind(use, node, entry.key.text)
            if kind is not None and kind not in seen:
                seen.add(kind)
                keys = (*use.keys, entry.key.text)
                self.found.append(
                    Occurrence(
                        route=route,
                        scalar=entry.key,
                        entry=entry,
                        is_key=True,
                        context=kind[0],
                        keys=keys,
                        free=kind[1],
                    )
                )

    def _key_kind(self, use: _Use, node: Mapping, key: str) -> tuple[str | None, bool] | None:
        """The context of a key and whether it is free; ``None`` for a key of the schema."""
        declared = _of_mapping(use.type)
        if declared is None or isinstance(declared, Free):
            return _free_context(use, declared), True
        if isinstance(declared, MapOf):
            context = _context(_Use(declared.value, None, ()))
            if context == "tag":
                return context, False
            free = isinstance(declared.value, Free) or (context is None and not _holds_mappings(declared.value))
            return (context, True) if free else ("name", False)
        if key in _fields(declared, node) or self._misplaced(declared, use, key) is not None:
            return None
        return None, not (not use.keys and key.startswith("x-"))

    def _below(self, use: _Use, node: Mapping, key: str) -> _Use:
        keys = (*use.keys, key)
        declared = _of_mapping(use.type)
        if declared is None or isinstance(declared, Free):
            return _Use(type=None, context=_free_context(use, declared), keys=keys, holder=use.holder)
        if isinstance(declared, MapOf):
            return _Use(type=declared.value, context=None, keys=keys, holder=use.holder)
        field = _fields(declared, node).get(key) or self._misplaced(declared, use, key)
        if field is not None:
            return _Use(type=field.type, context=None, keys=keys, holder=use.holder)
        return _Use(type=None, context=None, keys=keys, holder=use.holder or (not use.keys and key.startswith("x-")))

    def _misplaced(self, section: type[Section], use: _Use, key: str) -> Field[Any] | None:
        """A section that stands one level too high or too low."""
        top = {} if self.schema is None else fields_of(self.schema)
        inner = top["orchestration"].type if "orchestration" in top else None
        if not isinstance(inner, type):
            return None
        if section is self.schema:
            return fields_of(inner).get(key)
        if section is inner and len(use.keys) == 1:
            return top.get(key)
        return None


def _of_mapping(declared: Type | None) -> MapOf | Free | type[Section] | None:
    """What a mapping is held against; ``None`` where the schema wants something else there."""
    return declared if isinstance(declared, (MapOf, Free, type)) else None


def _fields(section: type[Section], node: Mapping) -> dict[str, Field[Any]]:
    """The fields of a section's kind; those of all kinds where it is not clear which it is."""
    kinds = kinds_of(section)
    entry = node.get("type") if kinds else None
    tag = entry.value.text if entry is not None and isinstance(entry.value, Scalar) else None
    return fields_of(section, tag if tag in kinds else None)


def _item_type(declared: Type | None) -> Type | None:
    if isinstance(declared, ListOf):
        return declared.item
    return declared if isinstance(declared, (Text, Free)) else None


def _context(use: _Use) -> str | None:
    """The context of a scalar used so."""
    declared = use.type
    if declared is None or isinstance(declared, Free):
        return _free_context(use, declared)
    if isinstance(declared, OneOf):
        declared = next((member for member in declared.members if isinstance(member, Text)), declared)
    elif isinstance(declared, ListOf) and declared.or_one:
        declared = declared.item
    return declared.context if isinstance(declared, Text) else None


def _free_context(use: _Use, declared: Free | None) -> str | None:
    context = use.context if declared is None or declared.context is None else declared.context
    if use.keys and _is_prose_key(use.keys[-1]):
        return "prose"
    return context


def _holds_mappings(declared: Type) -> bool:
    return isinstance(declared, (MapOf, type))


@lru_cache(maxsize=4096)
def _is_prose_key(key: str) -> bool:
    return normalised(key).rpartition("_")[2] in _PROSE
