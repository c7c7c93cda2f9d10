"""A parsed YAML file: nodes by route, spans, comments, and the defects found while reading."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from floe_lint.kernel.positions import START, Route, Span
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.nodes import Entry, Mapping, Node, Scalar, Sequence
from floe_lint.yaml.source import Defect

_LINE_BREAK = re.compile(r"\r\n?|\n")
_BEFORE_COMMENT = frozenset(" \t\r\n\x85\u2028\u2029")


class Comment(NamedTuple):
    """A comment with its ``#``. ``own_line`` says that nothing but white space stands before it."""

    text: str
    span: Span
    own_line: bool


class Document:
    """One YAML file after one parse. ``root`` is ``None`` where the file is empty or cannot be read.

    ``is_ambiguous`` says that a plain scalar in it means something else to a YAML 1.1 reader; ``with_hash`` are
    the quoted and block scalars that hold a ``#``, in order.
    """

    def __init__(self, path: str, text: str, root: Node | None, defects: tuple[Defect, ...]) -> None:
        self.path = path
        self.text = text
        self.root = root
        self.defects = defects
        self.is_ambiguous = False
        self.with_hash: list[Scalar] = []

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_BREAK.finditer(self.text))]

    def position(self, index: int) -> tuple[int, int]:
        """The 1-based line and column of a code point index."""
        line = bisect_right(self._line_starts, index)
        return line, index - self._line_starts[line - 1] + 1

    def span_of(self, start: int, end: int) -> Span:
        """The span of a half-open range of code points."""
        return Span(*self.position(start), *self.position(end))

    def text_of(self, span: Span) -> str:
        """The text that a span covers."""
        start, end = self.range_of(span)
        return self.text[start:end]

    def range_of(self, span: Span) -> tuple[int, int]:
        """The half-open range of code points that a span covers; empty where the text has no such lines."""
        starts = self._line_starts
        if span.end_line > len(starts):
            return len(self.text), len(self.text)
        return starts[span.line - 1] + span.column - 1, starts[span.end_line - 1] + span.end_column - 1

    def line_range(self, line: int) -> tuple[int, int]:
        """Where a line (1-based) stands, with its line break."""
        starts = self._line_starts
        return starts[line - 1], starts[line] if line < len(starts) else len(self.text)

    def find(self, route: Route) -> tuple[Entry | None, Node | None]:
        """The entry (where the last step is a key) and the node at a route; ``(None, None)`` if absent."""
        node = self.root
        entry: Entry | None = None
        for step in route:
            entry = None
            if isinstance(node, Mapping) and isinstance(step, str):
                entry = node.get(step)
                if entry is None:
                    return None, None
                node = entry.value
            elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
                node = node.items[step]
            else:
                return None, None
        return entry, node

    def node(self, route: Route) -> Node | None:
        """The node at a route, or ``None``."""
        return self.find(route)[1]

    def span(self, route: Route, *, key: bool = False, part: tuple[int, int] | None = None) -> Span:
        """The span of the value at a route, of its key, or of a part of its scalar.

        Where the route does not exist (a missing key), the nearest ancestor that does is shown by its key.
        An empty value is shown by its key too, since it takes no room.
        """
        entry, node = self.find(route)
        if node is None:
            if not route:
                return START
            parent = route[:-1]
            return self.span(parent, key=bool(parent) and isinstance(parent[-1], str))
        if entry is not None and (key or node.start == node.end or isinstance(node, Mapping)):
            return self.span_of(entry.key.start, entry.key.end)
        if part is not None and isinstance(node, Scalar):
            start, end = self._part(node, part)
            return self.span_of(start, end)
        if not route and (isinstance(node, Mapping) or node.start == node.end):
            return START
        return self.span_of(node.start, node.end)

    def part_of(self, route: Route, value: str, part: tuple[int, int] | None) -> tuple[int, int] | None:
        """Where a part of the value at a route stands in the scalar as it is written.

        ``value`` is what the scalar means once variables are replaced; it may be the default within ``${…}``.
        ``None``, the whole scalar, where it is not written there: then a variable gave it.
        """
        node = self.node(route)
        if part is None or not isinstance(node, Scalar) or node.text.count(value) != 1:
            return None
        offset = node.text.index(value)
        return offset + part[0], offset + part[1]

    def _part(self, node: Scalar, part: tuple[int, int]) -> tuple[int, int]:
        """Where characters of a value stand in the text; the whole scalar where escapes hide them."""
        wanted = node.text[part[0] : part[1]]
        raw = self.text[node.start : node.end]
        if wanted and raw.count(wanted) == node.text.count(wanted):
            index = -1
            for _ in range(node.text.count(wanted, 0, part[0] + len(wanted) - 1) + 1):
                index = raw.find(wanted, index + 1)
            if index >= 0:
                return node.start + index, node.start + index + len(wanted)
        return node.start, node.end

    def walk(self) -> Iterator[tuple[Route, Entry | None, Node]]:
        """Every node once, in the order of the file; anchored nodes at the place that defines them."""
        if self.root is None:
            return
        seen: set[int] = set()
        stack: list[tuple[Route, Entry | None, Node]] = [((), None, self.root)]
        while stack:
            route, entry, node = stack.pop()
            if isinstance(node, Scalar):
                if entry is not None and entry.alias is not None:
                    continue
                yield route, entry, node
                continue
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield route, entry, node
            if isinstance(node, Mapping):
                stack.extend(((*route, key), child, child.value) for key, child in reversed(node.entries.items()))
            else:
                stack.extend(((*route, index), None, node.items[index]) for index in reversed(range(len(node.items))))

    def next_content_line(self, line: int) -> int | None:
        """The next line after one (1-based) that holds more than a comment, or ``None``."""
        at = bisect_right(self._content_lines, line)
        return self._content_lines[at] if at < len(self._content_lines) else None

    @cached_property
    def _content_lines(self) -> list[int]:
        ends = [*self._line_starts[1:], len(self.text)]
        contents = (self.text[start:end].strip() for start, end in zip(self._line_starts, ends, strict=True))
        return [number for number, content in enumerate(contents, 1) if content and not content.startswith("#")]

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """All comments, in order. A ``#`` within a scalar is none."""
        found = []
        ranges = [(self._header_end(scalar), scalar.end) for scalar in self.with_hash]
        starts = [start for start, _ in ranges]
        index = self.text.find("#")
        while index >= 0:
            at = bisect_right(starts, index) - 1
            if at >= 0 and index < ranges[at][1]:
                index = self.text.find("#", ranges[at][1])
                continue
            if index > 0 and self.text[index - 1] not in _BEFORE_COMMENT:
                index = self.text.find("#", index + 1)
                continue
            line_break = _LINE_BREAK.search(self.text, index)
            end = line_break.start() if line_break else len(self.text)
            line_start = self._line_starts[bisect_right(self._line_starts, index) - 1]
            own_line = not self.text[line_start:index].strip()
            found.append(Comment(self.text[index:end], self.span_of(index, end), own_line))
            index = self.text.find("#", end)
        return tuple(found)

    def _header_end(self, node: Scalar) -> int:
        """Where the content of a scalar begins: a block scalar's first line may end in a comment."""
        if node.style not in "|>":
            return node.start
        match = _LINE_BREAK.search(self.text, node.start, node.end)
        return match.end() if match else node.end
