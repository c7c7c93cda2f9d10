"""The nodes of a parsed document. Positions are code point indices into the text, ends exclusive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from floe_lint.yaml.scalars import Value, resolve_plain


class Scalar:
    """A scalar. ``style`` is ``""`` for plain, else ``'``, ``"``, ``|`` or ``>``; ``tag`` an explicit tag."""

    __slots__ = ("end", "start", "style", "tag", "text")

    def __init__(self, text: str, start: int, end: int, style: str, tag: str | None) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.style = style
        self.tag = tag

    @property
    def value(self) -> Value:
        """The value by YAML 1.2's core schema, an explicit standard tag first."""
        if self.tag is None:
            return self.text if self.style else resolve_plain(self.text)
        if self.tag in ("!", "tag:yaml.org,2002:str"):
            return self.text
        return resolve_plain(self.text)


class Sequence:
    """A sequence of nodes."""

    __slots__ = ("end", "items", "start")

    def __init__(self, start: int) -> None:
        self.items: list[Node] = []
        self.start = start
        self.end = start


class Entry:
    """One key with its value. ``alias`` is the range of ``*name`` where the value is an alias."""

    __slots__ = ("alias", "key", "value")

    def __init__(self, key: Scalar, value: Node, alias: tuple[int, int] | None) -> None:
        self.key = key
        self.value = value
        self.alias = alias


class Mapping:
    """A mapping. ``entries`` are its own, ``merged`` what ``<<`` brings in, nearest first."""

    __slots__ = ("end", "entries", "merged", "start")

    def __init__(self, start: int) -> None:
        self.entries: dict[str, Entry] = {}
        self.merged: list[Mapping] = []
        self.start = start
        self.end = start

    def get(self, key: str) -> Entry | None:
        """The entry of a key, its own before merged ones."""
        entry = self.entries.get(key)
        if entry is None:
            for mapping in self.merged:
                entry = mapping.get(key)
                if entry is not None:
                    break
        return entry

    def items(self) -> Iterator[tuple[str, Entry]]:
        """Own entries in order, then those merged in that are not overridden."""
        if not self.merged:
            yield from self.entries.items()
            return
        seen = set(self.entries)
        yield from self.entries.items()
        for mapping in self.merged:
            for key, entry in mapping.items():
                if key not in seen:
                    seen.add(key)
                    yield key, entry

    def content(self) -> Iterable[tuple[str, Entry]]:
        """All entries but ``<<`` itself."""
        if not self.merged and "<<" not in self.entries:
            return self.entries.items()
        return [(key, entry) for key, entry in self.items() if key != "<<" or entry.key.style]


Node = Scalar | Sequence | Mapping


def keys_of(node: Node | None) -> list[str]:
    """The keys of a mapping, merged ones too; none of anything else."""
    return [key for key, _ in node.content()] if isinstance(node, Mapping) else []
