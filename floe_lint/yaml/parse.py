"""Building a document from libyaml's events."""

from __future__ import annotations

import re
from typing import Any

from floe_lint.kernel.positions import Key, Route
from floe_lint.kernel.records import NamedTuple
from floe_lint.yaml.document import Document
from floe_lint.yaml.libyaml import event_parser
from floe_lint.yaml.nodes import Entry, Mapping, Node, Scalar, Sequence
from floe_lint.yaml.scalars import MAYBE_OTHER, differs_in_yaml_1_1
from floe_lint.yaml.source import DEFAULT_SIZE_LIMIT, Defect, DefectKind, read_text

DEPTH_LIMIT = 100
"""Levels of nesting; a configuration uses ten."""

EXPANSION_LIMIT = 100_000
"""Values that all aliases of a file stand for together, however few lines they take."""

MOST_DUPLICATES = 1000
"""Keys that are told to stand twice; a file that has more is broken in another way."""

_FORBIDDEN_ASCII = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_FORBIDDEN = "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
"""Compiling this one takes a third of what linting a small file does, so an ASCII text does without."""
_PROPERTIES = r"(?:[&!]\S*\s+(?:#[^\n]*\n\s*)*)+"
_TAG = r"!<[^>\s]*>|![^\s,\[\]{}]*"
_WRITE_OUT = "write the values out, or share fewer of them"
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
    forbidden = _FORBIDDEN_ASCII.search(text) if text.isascii() else re.search(_FORBIDDEN, text)
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


class _BrokenError(Exception):
    """The document cannot be used beyond this defect."""

    def __init__(self, defect: Defect) -> None:
        self.defect = defect


class _Anchor(NamedTuple):
    """An anchored node, how many values it stands for and how deep they are nested."""

    node: Node
    size: int
    height: int


class _Builder:
    """One pass over the events with an explicit stack, so that depth costs no recursion."""

    def __init__(self, path: str, text: str) -> None:
        self.document = Document(path, text, None, ())
        self.text = text
        self.defects: list[Defect] = []
        self.last: Scalar | None = None
        self.brackets: list[int | None] = []
        self.anchors: dict[str, _Anchor | None] = {}
        self.expanded = 0
        self.stack: list[Mapping | Sequence] = []
        self.keys: list[Scalar | None] = []
        self.merge_keys: dict[int, Scalar] = {}

    def build(self) -> Document:
        try:
            self.document.root = self._read()
        except _BrokenError as broken:
            # What was found before is told once the file can be read.
            self.defects = [broken.defect]
        except Exception as error:
            if not hasattr(error, "problem_mark"):
                raise
            self.defects = [self._syntax_defect(error)]
        self.document.defects = tuple(self.defects)
        return self.document

    def _fail(self, kind: DefectKind, message: str, start: int, end: int, help: str | None = None) -> _BrokenError:
        return _BrokenError(
            Defect(kind=kind, message=message, span=self.document.span_of(start, max(end, start + 1)), help=help)
        )

    def _read(self) -> Node | None:
        next_event = event_parser(self.text).get_event
        root: Node | None = None
        documents = 0
        # Of what is open: the container, its pending key, where its bracket stands, size, height and anchor.
        stack, keys, brackets = self.stack, self.keys, self.brackets
        sizes: list[int] = []
        heights: list[int] = []
        anchors: list[str | None] = []
        reached = 0
        while True:
            event = next_event()
            kind = type(event).__name__
            height = 0
            if kind == "ScalarEvent":
                node: Node = self._scalar(event)
                reached = node.end
                size = 1
                alias = None
            elif kind == "AliasEvent":
                node, size, height = self._alias(event, len(stack))
                reached = event.end_mark.index
                alias = (event.start_mark.index, reached)
            elif kind == "MappingStartEvent" or kind == "SequenceStartEvent":
                start = event.start_mark.index
                if event.anchor is not None or event.tag is not None:
                    self._check_tag(event, start)
                    start = self._after_properties(start)
                if event.anchor is not None:
                    self.anchors[event.anchor] = None
                if len(stack) >= DEPTH_LIMIT:
                    raise self._too_deep(start, start + 1)
                stack.append(Mapping(start) if kind == "MappingStartEvent" else Sequence(start))
                keys.append(None)
                sizes.append(1)
                heights.append(0)
                anchors.append(event.anchor)
                brackets.append(start if event.flow_style else None)
                continue
            elif kind == "MappingEndEvent" or kind == "SequenceEndEvent":
                container = stack.pop()
                keys.pop()
                self.merge_keys.pop(id(container), None)
                size = sizes.pop()
                height = heights.pop() + 1
                if brackets.pop() is not None:
                    reached = event.end_mark.index
                # A block ends where its last value does; libyaml says: before whatever comes next.
                container.end = max(reached, container.start)
                anchor = anchors.pop()
                if anchor is not None:
                    self.anchors[anchor] = _Anchor(container, size, height)
                node = container
                alias = None
            elif kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    start = event.start_mark.index
                    self.defects.append(
                        Defect(
                            kind="documents",
                            message="a second YAML document starts here; only the first would be read",
                            span=self.document.span_of(start, start + 3),
                            help='keep one document in a file: delete the line "---" or move what follows',
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
            if height > heights[-1]:
                heights[-1] = height
            if isinstance(parent, Sequence):
                parent.items.append(node)
                continue
            key = keys[-1]
            if key is None:
                if not isinstance(node, Scalar):
                    raise self._key_defect(node, alias)
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
        value = event.value
        if not style and value[:1] in MAYBE_OTHER and tag is None and differs_in_yaml_1_1(value):
            self.document.is_ambiguous = True
        self.last = node = Scalar(value, start, end, style, tag)
        if style and "#" in value:
            self.document.with_hash.append(node)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchor(node, 1, 0)
        return node

    def _alias(self, event: Any, depth: int) -> tuple[Node, int, int]:
        start, end = event.start_mark.index, event.end_mark.index
        name = event.anchor
        if name not in self.anchors:
            raise self._fail(
                "syntax",
                f'"*{name}" refers to an anchor "&{name}", which is not defined above',
                start,
                end,
                f'put it in quotes if it is meant as text: "*{name}"; or define "&{name}" above',
            )
        anchor = self.anchors[name]
        if anchor is None:
            raise self._fail(
                "aliases", f'"*{name}" stands within "&{name}", so it contains itself', start, end, _WRITE_OUT
            )
        if depth + anchor.height > DEPTH_LIMIT:
            raise self._too_deep(start, end)
        self.expanded += anchor.size
        if self.expanded > EXPANSION_LIMIT:
            raise self._fail(
                "aliases",
                f"the aliases of the file up to here stand for more than {EXPANSION_LIMIT:,} values",
                start,
                end,
                _WRITE_OUT,
            )
        return anchor.node, anchor.size, anchor.height

    def _too_deep(self, start: int, end: int) -> _BrokenError:
        message = f"values are nested more than {DEPTH_LIMIT} levels deep here"
        return self._fail("syntax", message, start, end, "a configuration needs ten levels; is a bracket doubled?")

    def _add(self, parent: Mapping, key: Scalar, node: Node, alias: tuple[int, int] | None) -> None:
        if key.text == "<<" and not key.style:
            self._merge(parent, key, node, alias)
            return
        first = parent.entries.get(key.text)
        if first is None:
            parent.entries[key.text] = Entry(key, node, alias)
        else:
            self._duplicate(key, first.key)

    def _merge(self, parent: Mapping, key: Scalar, node: Node, alias: tuple[int, int] | None) -> None:
        first = self.merge_keys.setdefault(id(parent), key)
        if first is not key:
            self._duplicate(key, first)
            return
        merged = node.items if isinstance(node, Sequence) else [node]
        for item in merged:
            if not isinstance(item, Mapping):
                start, end = (key.start, key.end) if isinstance(node, Sequence) else (item.start, item.end)
                start, end = alias or (start, end)
                raise self._fail(
                    "syntax",
                    '"<<" takes a mapping or a list of mappings',
                    start,
                    end,
                    'write "<<: *name", where "&name" stands before a mapping',
                )
            parent.merged.append(item)
        if alias is None:
            # What is written out under "<<" has to be walked too.
            parent.entries["<<"] = Entry(key, node, None)

    def _duplicate(self, key: Scalar, first: Scalar) -> None:
        if len(self.defects) >= MOST_DUPLICATES:
            return
        self.defects.append(
            Defect(
                "duplicate",
                key.text,
                self.document.span_of(key.start, key.end),
                first=self.document.span_of(first.start, first.end),
                route=(*self._route(), key.text),
            )
        )

    def _route(self) -> Route:
        """The route of the innermost container that is open."""
        steps: list[Key] = []
        for container, key in zip(self.stack[:-1], self.keys):  # noqa: B905 (the last key is not a step)
            if isinstance(container, Sequence):
                steps.append(len(container.items))
            elif key is not None:
                steps.append(key.text)
        return tuple(steps)

    def _key_defect(self, node: Node, alias: tuple[int, int] | None) -> _BrokenError:
        start, end = alias or (node.start, node.end)
        if self.text[start - 1 : start + 1] == "{{":
            start -= 1
            close = self.text.find("}}", start)
            end = close + 2 if close >= 0 else end
            message = '"{{ … }}" is not filled in here, and YAML takes it for a mapping'
            help = 'write "${NAME}" for a variable of the environment'
        else:
            kind = "mapping" if isinstance(node, Mapping) else "list"
            message = f"a {kind} is used as a key"
            help = "put the key in quotes if it is meant as text, or use a plain name"
        line_end = self.text.find("\n", start)
        return self._fail("syntax", message, start, min(end, line_end) if line_end >= 0 else end, help)

    def _check_tag(self, event: Any, start: int) -> None:
        if event.tag is None or event.tag in _STANDARD_TAGS:
            return
        tag = self.text.find("!", start)
        match = re.compile(_TAG).match(self.text, tag)
        end = match.end() if match else tag + 1
        raise self._fail(
            "syntax",
            f'the tag "{self.text[tag:end]}" has no meaning here',
            tag,
            end,
            "write the value without a tag, in quotes if it is text",
        )

    def _after_properties(self, start: int) -> int:
        match = re.compile(_PROPERTIES).match(self.text, start)
        return match.end() if match else start

    def _trimmed(self, start: int, end: int) -> int:
        while end > start + 1 and self.text[end - 1] in " \t\r\n":
            end -= 1
        return end

    def _syntax_defect(self, error: Any) -> Defect:
        from floe_lint.yaml.syntax_errors import explain_syntax

        if "maximum nesting depth" in str(error.problem):
            # libyaml 0.2.6 and later stop by themselves, before they hand out what they have read.
            return self._too_deep(error.problem_mark.index, error.problem_mark.index + 1).defect
        message, start, end, help = explain_syntax(
            self.text, error, self.last, self.brackets[-1] if self.brackets else None
        )
        return Defect(kind="syntax", message=message, span=self.document.span_of(start, end), help=help)
