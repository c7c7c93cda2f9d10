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

from floe_lint.boundary.key_names import normalised
from floe_lint.kernel.annotations import TYPE_CHECKING
from floe_lint.kernel.positions import Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.document import Document
from floe_lint.yaml.nodes import Entry, Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from floe_lint.format.shapes import Shape

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

    ``shape`` is ``None`` in free data, which ``context`` qualifies. ``holder`` says that the file itself does
    nothing with the node: it lies below an ``x-…`` key.
    """

    shape: Shape | None
    context: str | None
    keys: tuple[str, ...]
    holder: bool = False


def hits_of_anchors(text: str) -> list[int]:
    """Where anchors and aliases may stand: a text that names no keyword may be used under a key that does."""
    if "&" not in text:
        return []
    return [match.start() for match in re.finditer(_ANCHOR_OR_ALIAS, text)]


def occurrences(document: Document, schema: Shape | None, hits: list[int]) -> list[Occurrence]:
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

    def __init__(self, schema: Shape | None, hits: list[int]) -> None:
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
                self.found.append(Occurrence(route, node, entry, False, context, keys, False))
        elif isinstance(node, Sequence):
            self._visit_items(node, route, uses, whole)
        else:
            self._visit_entries(node, route, uses, whole)

    def _visit_items(self, node: Sequence, route: Route, uses: tuple[_Use, ...], whole: bool) -> None:
        inner = tuple(use._replace(shape=_item_shape(use.shape)) for use in uses)
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
                self.found.append(Occurrence(route, entry.key, entry, True, kind[0], keys, kind[1]))

    def _key_kind(self, use: _Use, node: Mapping, key: str) -> tuple[str | None, bool] | None:
        """The context of a key and whether it is free; ``None`` for a key of the schema."""
        shape = _resolve(use.shape, node)
        if shape is None or shape[0] == "any":
            return _free_context(use, shape), True
        if shape[0] == "map":
            context = _context(_Use(shape[1], None, ()))
            if context == "tag":
                return context, False
            free = shape[1][0] == "any" or (context is None and not _holds_mappings(shape[1]))
            return (context, True) if free else ("name", False)
        if shape[0] == "object":
            if key in shape[1] or self._misplaced(shape, use, key) is not None:
                return None
            return None, not (not use.keys and key.startswith("x-"))
        return None, True

    def _below(self, use: _Use, node: Mapping, key: str) -> _Use:
        keys = (*use.keys, key)
        shape = _resolve(use.shape, node)
        if shape is None or shape[0] == "any":
            return _Use(None, _free_context(use, shape), keys, use.holder)
        if shape[0] == "map":
            return _Use(shape[1], None, keys, use.holder)
        if shape[0] == "object":
            field = shape[1].get(key) or self._misplaced(shape, use, key)
            if field is not None:
                return _Use(field, None, keys, use.holder)
            return _Use(None, None, keys, use.holder or (not use.keys and key.startswith("x-")))
        return _Use(None, None, keys, use.holder)

    def _misplaced(self, shape: Shape, use: _Use, key: str) -> Shape | None:
        """The shape of a section that stands one level too high or too low."""
        if self.schema is None or self.schema[0] != "object":
            return None
        top = self.schema[1]
        inner = _bare(top.get("orchestration"))
        if inner is None or inner[0] != "object":
            return None
        if shape is self.schema:
            return inner[1].get(key)  # type: ignore[no-any-return]
        if shape is inner and len(use.keys) == 1:
            return top.get(key)  # type: ignore[no-any-return]
        return None


def _bare(shape: Shape | None) -> Shape | None:
    while shape is not None and shape[0] == "nullable":
        shape = shape[1]
    return shape


def _resolve(shape: Shape | None, node: Mapping) -> Shape | None:
    """The shape that a mapping is held against; ``None`` where the schema wants something else there."""
    shape = _bare(shape)
    if shape is None:
        return None
    if shape[0] == "choice":
        shape = next((member for member in shape[1] if member[0] in ("object", "map", "any")), None)
    elif shape[0] == "union":
        tag = node.get("type")
        name = tag.value.text if tag is not None and isinstance(tag.value, Scalar) else ""
        member = shape[1].get(name)
        if member is None:
            fields: dict[str, Shape] = {}
            for other in reversed(shape[1].values()):
                fields.update(other[1])
            member = ("object", fields, (), False, {}, False)
        shape = member
    if shape is None or shape[0] not in ("object", "map", "any"):
        return None
    return shape


def _item_shape(shape: Shape | None) -> Shape | None:
    shape = _bare(shape)
    if shape is None:
        return None
    if shape[0] == "choice":
        shape = next((member for member in shape[1] if member[0] == "array"), shape)
    if shape[0] == "array":
        return shape[1]  # type: ignore[no-any-return]
    return shape if shape[0] in ("string", "any") else None


def _context(use: _Use) -> str | None:
    """The context of a scalar used so."""
    shape = _bare(use.shape)
    if shape is None or shape[0] == "any":
        return _free_context(use, shape)
    if shape[0] == "choice":
        shape = next((member for member in shape[1] if member[0] == "string"), shape)
    if shape[0] == "string":
        return shape[5]  # type: ignore[no-any-return]
    return None


def _free_context(use: _Use, shape: Shape | None) -> str | None:
    context: str | None = use.context if shape is None or len(shape) < 2 else shape[1]
    if use.keys and _is_prose_key(use.keys[-1]):
        return "prose"
    return context


def _holds_mappings(shape: Shape) -> bool:
    bare = _bare(shape)
    return bare is not None and bare[0] in ("object", "union", "map")


@lru_cache(maxsize=4096)
def _is_prose_key(key: str) -> bool:
    return normalised(key).rpartition("_")[2] in _PROSE
