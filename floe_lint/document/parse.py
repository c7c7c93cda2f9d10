"""Building a document from libyaml's events."""

from __future__ import annotations

import re
from typing import Any

from floe_lint.document.document import Document
from floe_lint.document.libyaml import event_parser
from floe_lint.document.nodes import Entry, Mapping, Node, Scalar, Sequence
from floe_lint.document.source import DEFAULT_SIZE_LIMIT, Defect, read_text

DEPTH_LIMIT = 100
"""Levels of nesting; a configuration uses ten."""

EXPANSION_LIMIT = 1_000_000
"""Nodes after all aliases are expanded; the largest real file seen has a tenth of it."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+(?:#[^\n]*\n\s*)?)+")
_STANDARD_TAGS = frozenset(
    ["!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "map", "seq"))]
)


def read_document(path: str, size_limit: int = DEFAULT_SIZE_LIMIT) -> Document:
    """Read and parse a file; never raises for what the file is or holds."""
    text = read_text(path, size_limit)
    if isinstance(text, Defect):
        return Document(path, "", None, (text,))
    return parse_document(path, text)


def parse_document(path: str, text: str) -> Document:
    """Parse YAML text; defects are collected in the document."""
    forbidden = _FORBIDDEN.search(text)
    if forbidden is not None:
        document = Document(path, text, None, ())
        at = forbidden.start()
        document.defects = (
            Defect(
                "syntax",
                f"the control character U+{ord(text[at]):04X} is not allowed in YAML",
                document.span_of(at, at + 1),
                help="delete it; it is often pasted from elsewhere and invisible in an editor",
            ),
        )
        return document
    return _Builder(path, text).build()


class _Broken(Exception):
    """The document cannot be used beyond this defect."""

    def __init__(self, defect: Defect) -> None:
        self.defect = defect


class _Builder:
    """One pass over the events with an explicit stack, so that depth costs no recursion."""

    def __init__(self, path: str, text: str) -> None:
        self.document = Document(path, text, None, ())
        self.text = text
        self.defects: list[Defect] = []
        self.anchors: dict[str, Node] = {}
        self.sizes: dict[int, int] = {}
        self.open: set[int] = set()

    def build(self) -> Document:
        try:
            self.document.root = self._read()
        except _Broken as broken:
            self.defects.append(broken.defect)
        except Exception as error:
            if not hasattr(error, "problem_mark"):
                raise
            self.defects.append(self._syntax_defect(error))
        self.document.defects = tuple(self.defects)
        return self.document

    def _fail(self, kind: Any, message: str, start: int, end: int, help: str | None = None) -> _Broken:
        return _Broken(Defect(kind, message, self.document.span_of(start, max(end, start + 1)), help))

    def _read(self) -> Node | None:
        next_event = event_parser(self.text).get_event
        root: Node | None = None
        documents = 0
        # Frames: container, pending key of a mapping, start of the container's properties.
        stack: list[Mapping | Sequence] = []
        keys: list[Scalar | None] = []
        sizes: list[int] = []
        while True:
            event = next_event()
            kind = type(event).__name__
            if kind == "ScalarEvent":
                node: Node = self._scalar(event)
                size = 1
                alias = None
            elif kind == "AliasEvent":
                node, alias, size = self._alias(event)
            elif kind == "MappingStartEvent" or kind == "SequenceStartEvent":
                start = event.start_mark.index
                if event.anchor is not None or event.tag is not None:
                    self._check_tag(event, start)
                    start = self._after_properties(start)
                container: Mapping | Sequence = (
                    Mapping(start) if kind == "MappingStartEvent" else Sequence(start)
                )
                if event.anchor is not None:
                    self.anchors[event.anchor] = container
                    self.open.add(id(container))
                if len(stack) >= DEPTH_LIMIT:
                    raise self._fail(
                        "syntax", f"the file is nested more than {DEPTH_LIMIT} levels deep", start, start + 1
                    )
                stack.append(container)
                keys.append(None)
                sizes.append(1)
                continue
            elif kind == "MappingEndEvent" or kind == "SequenceEndEvent":
                container = stack.pop()
                keys.pop()
                size = sizes.pop()
                container.end = self._trimmed(container.start, event.end_mark.index)
                self.open.discard(id(container))
                self.sizes[id(container)] = size
                if size > EXPANSION_LIMIT:
                    raise self._fail(
                        "aliases",
                        f"its aliases expand to {size:,} values",
                        container.start,
                        container.start + 1,
                        "write the values out, or share fewer of them",
                    )
                node = container
                alias = None
            elif kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    start = event.start_mark.index
                    self.defects.append(
                        Defect(
                            "documents",
                            'a second YAML document starts here ("---"); only the first would be read',
                            self.document.span_of(start, start + 3),
                            "keep one document in a file",
                        )
                    )
                    return root
                continue
            elif event is None:
                return root
            else:
                continue

            if not stack:
                root = node
                continue
            parent = stack[-1]
            sizes[-1] += size
            if isinstance(parent, Sequence):
                parent.items.append(node)
                continue
            key = keys[-1]
            if key is None:
                if not isinstance(node, Scalar):
                    raise self._key_defect(node)
                keys[-1] = node
                continue
            keys[-1] = None
            self._add(parent, key, node, alias)

    def _scalar(self, event: Any) -> Scalar:
        start = event.start_mark.index
        style = event.style or ""
        tag = event.tag
        if tag is not None or event.anchor is not None:
            self._check_tag(event, start)
            start = min(self._after_properties(start), event.end_mark.index)
        end = event.end_mark.index
        if style in ("|", ">"):
            end = self._trimmed(start, end)
        node = Scalar(event.value, start, end, style, tag)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def _alias(self, event: Any) -> tuple[Node, tuple[int, int], int]:
        start, end = event.start_mark.index, event.end_mark.index
        node = self.anchors.get(event.anchor)
        if node is None:
            raise self._fail(
                "syntax",
                f'"*{event.anchor}" refers to the anchor "&{event.anchor}", which is not defined above',
                start,
                end,
                f'define "&{event.anchor}" before it is used, or quote the value if it is no alias',
            )
        if id(node) in self.open:
            raise self._fail(
                "aliases", f'the alias "*{event.anchor}" contains itself', start, end, "write the value out"
            )
        return node, (start, end), self.sizes.get(id(node), 1)

    def _add(self, parent: Mapping, key: Scalar, node: Node, alias: tuple[int, int] | None) -> None:
        if key.text == "<<" and not key.style:
            merged = node.items if isinstance(node, Sequence) else [node]
            if not all(isinstance(item, Mapping) for item in merged):
                raise self._fail(
                    "syntax",
                    'the merge key "<<" takes a mapping or a list of mappings',
                    key.start,
                    key.end,
                )
            parent.merged.extend(item for item in merged if isinstance(item, Mapping))
            if alias is not None:
                return
            # What is written out under "<<" has to be walked too.
            parent.entries.setdefault("<<", Entry(key, node, None))
            return
        first = parent.entries.get(key.text)
        if first is not None:
            self.defects.append(
                Defect(
                    "duplicate",
                    key.text,
                    self.document.span_of(key.start, key.end),
                    first=self.document.span_of(first.key.start, first.key.end),
                )
            )
            return
        parent.entries[key.text] = Entry(key, node, alias)

    def _key_defect(self, node: Node) -> _Broken:
        raw = self.text[node.start : node.start + 2]
        help = "quote the value: '\"{{ … }}\"' or '\"${…}\"'" if raw.startswith("{") else "use a plain name"
        return self._fail("syntax", "a mapping or a list is used as a key", node.start, node.start + 1, help)

    def _check_tag(self, event: Any, start: int) -> None:
        if event.tag is not None and event.tag not in _STANDARD_TAGS:
            raise self._fail(
                "syntax",
                f'the tag "{event.tag}" has no meaning here',
                start,
                start + 1,
                "write the value without a tag",
            )

    def _after_properties(self, start: int) -> int:
        match = _PROPERTIES.match(self.text, start)
        return match.end() if match else start

    def _trimmed(self, start: int, end: int) -> int:
        while end > start + 1 and self.text[end - 1] in " \t\r\n":
            end -= 1
        return end

    def _syntax_defect(self, error: Any) -> Defect:
        mark = error.problem_mark or error.context_mark
        index = min(getattr(mark, "index", 0) or 0, len(self.text))
        line_end = self.text.find("\n", index)
        line_end = len(self.text) if line_end < 0 else line_end
        line_start = self.text.rfind("\n", 0, index) + 1
        problem = str(error.problem or "the text is not YAML").strip()
        context = f"{error.context}: " if error.context else ""
        # A problem at the start of a line is most often caused by the line before.
        lines = [self.text[line_start:line_end]]
        context_mark = error.context_mark
        if context_mark is not None:
            first = self.text.rfind("\n", 0, context_mark.index) + 1
            last = self.text.find("\n", context_mark.index)
            lines.insert(0, self.text[first : last if last >= 0 else len(self.text)])
        previous = self.text[:line_start].rstrip().rsplit("\n", 1)
        lines.append(previous[-1])
        hint = next((found for found in (_hint(line) for line in lines) if found), None)
        if hint is None and "'\\t'" in problem:
            hint = "indent with spaces; YAML does not allow tabs there"
        end = min(index + 1, line_end) if index < line_end else index
        return Defect(
            "syntax", f"{context}{problem}", self.document.span_of(index, max(end, index)), help=hint
        )


_HINTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(r"(?:[:\-\[,]\s+|\[)(?P<v>@\w+)"),
        'quote the value: "{v}" ("@" cannot start a plain value)',
    ),
    (
        re.compile(r"(?:[:\-\[,]\s+|\[)(?P<v>\*[^\s,\]]*(?:[ \t]+[^\s,\]#]+)*)"),
        'quote the value: "{v}" ("*" starts an alias)',
    ),
    (
        re.compile(r"[\[{,]\s*[^\"'\[\]{},]*?(?P<v>\$\{[^}]*\}[^\s,\]]*)"),
        'quote the value: "{v}" (braces mean a mapping inside brackets)',
    ),
    (re.compile(r":\s+(?P<v>\{\{.*?\}\})"), 'quote the value: "{v}"'),
    (re.compile(r":\s+(?P<v>[%`][^#]*?)\s*(?:#|$)"), 'quote the value: "{v}"'),
    (re.compile(r"^\s*[\w-]+:\s+(?P<v>[^\"'\[{&*|>#\s][^#]*:\s[^#]*?)\s*(?:#|$)"), 'quote the value: "{v}"'),
    (re.compile(r"^ *\t"), "indent with spaces; YAML does not allow tabs there"),
    (
        re.compile(r"^\s*(?P<v>[\w-]+):(?=[^\s/])(?!:)(?P<w>[^\s:]+)\s*$"),
        'put a space after the colon: "{v}: {w}"',
    ),
)


def _hint(line: str) -> str | None:
    if len(line) > 2000:
        return None
    for pattern, help in _HINTS:
        match = pattern.search(line)
        if match is not None:
            return help.format(**match.groupdict())
    return None
