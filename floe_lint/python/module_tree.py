"""A module's syntax tree, and where its nodes stand."""

from __future__ import annotations

import ast

from floe_lint.disk import filesystem
from floe_lint.kernel.positions import START, Place, Span
from floe_lint.python.bodies import let_go, read_later
from floe_lint.python.compiler import parsed
from floe_lint.python.facts import SyntaxDefect
from floe_lint.python.proofs import KeptProofs, prove

SIZE_LIMIT = 10 * 1024 * 1024
"""Bytes. A module of 10 MB is generated data, and parsing it would take a gigabyte."""


class Outline:
    """The tree of one module. ``place`` turns a node into a span whose columns count code points."""

    def __init__(self, path: str, tree: ast.Module, text: str) -> None:
        self.path = path
        self.tree = tree
        self._text = text
        self._lines = _lines(text)
        self._ascii = text.isascii()
        self._named: dict[ast.AST, Place] = {}

    @property
    def text(self) -> str:
        """The whole text."""
        return self._text

    def line(self, number: int) -> str:
        """One line, counted as the parser counts them, without its end."""
        return self._lines[number - 1] if number <= len(self._lines) else ""

    def let_go_of_bodies(self) -> None:
        """Free the memory of what stands in functions; who looks at it reads it from the text again."""
        let_go(self.tree, self._text)

    def place(self, node: ast.AST) -> Place:
        """The span of an expression or statement."""
        line: int = getattr(node, "lineno", 1)
        end_line: int = getattr(node, "end_lineno", None) or line
        column = self._column(line, getattr(node, "col_offset", 0))
        end = self._column(end_line, getattr(node, "end_col_offset", None) or 0)
        return Place(self.path, Span(line, column, end_line, end))

    def name_place(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Place:
        """The span of the name in a ``def`` or ``class`` statement."""
        known = self._named.get(node)
        if known is None:
            known = self._named[node] = self._find_name(node)
        return known

    def imported_name_place(self, alias: ast.alias) -> Place:
        """The span of a name that is imported from a module, without what it is called here."""
        place = self.place(alias)
        end = place.span.column + len(alias.name)
        return place._replace(span=place.span._replace(end_line=place.span.line, end_column=end))

    def attribute_place(self, node: ast.Attribute) -> Place:
        """The span of the name behind the dot."""
        _, (_, _, line, end) = self.place(node)
        return Place(self.path, Span(line, end - len(node.attr), line, end))

    def imported_place(self, node: ast.Import | ast.ImportFrom, alias: ast.alias) -> Place:
        """The span of the name of a module in an import; that of the statement where it is written over lines."""
        if isinstance(node, ast.Import):
            return self.imported_name_place(alias)
        written = "." * node.level + (node.module or "")
        line = self._lines[node.lineno - 1] if node.lineno <= len(self._lines) else ""
        at = line.find(written, self._column(node.lineno, node.col_offset) - 1 + len("from "))
        if at < 0:
            return self.place(node)
        return Place(self.path, Span(node.lineno, at + 1, node.lineno, at + 1 + len(written)))

    def _find_name(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> Place:
        lines = self._lines
        text = lines[node.lineno - 1] if node.lineno <= len(lines) else ""
        at = text.find(node.name, self._column(node.lineno, node.col_offset) - 1 + 3)
        column = at + 1 if at >= 0 else 1
        return Place(self.path, Span(node.lineno, column, node.lineno, column + len(node.name)))

    def _column(self, line: int, offset: int) -> int:
        """A code point column from an offset in UTF-8 bytes."""
        if self._ascii or line > len(self._lines):
            return offset + 1
        return _characters(self._lines[line - 1], offset) + 1


def _encoding(data: bytes) -> str:
    """The encoding that Python reads a module with (PEP 263)."""
    if b"coding" not in b"".join(data.split(b"\n", 2)[:2]) and not data.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    from io import BytesIO
    from tokenize import detect_encoding

    return detect_encoding(BytesIO(data).readline)[0]


def _lines(text: str) -> list[str]:
    """Lines as the parser counts them: form feeds and Unicode separators do not end one."""
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text).split("\n")


def parse_outline(path: str, given: str | None = None, proofs: KeptProofs | None = None) -> Outline | SyntaxDefect:
    """Parse a file, or the text ``given`` in its place; everything that keeps it from being Python is a value.

    ``proofs`` may know the text already.
    """
    try:
        data = filesystem.read(path, SIZE_LIMIT + 1) if given is None else given.encode("utf-8", "surrogatepass")
    except OSError as error:
        return SyntaxDefect(f"cannot be read: {error.strerror}", Place(path, START))
    if len(data) > SIZE_LIMIT:
        return SyntaxDefect(f"has more than {SIZE_LIMIT:,} bytes", Place(path, START))
    null = data.find(b"\0")
    if null >= 0:
        # Python 3.10 and 3.12 say this differently, and neither says where.
        line = data.count(b"\n", 0, null) + 1
        return SyntaxDefect("contains a null byte", Place(path, Span(line, 1, line, 2)))
    text = ""
    try:
        text = data.decode(_encoding(data)).removeprefix("\ufeff")
        return Outline(path, _tree(path, text, proofs), text)
    except SyntaxError as error:
        from floe_lint.python.project_python import newer_python

        return SyntaxDefect(error.msg, Place(path, _span(error, text)), newer_python(path))
    except (UnicodeDecodeError, LookupError, ValueError) as error:
        return SyntaxDefect(f"is not text: {error}", Place(path, START))
    except (RecursionError, MemoryError):
        return SyntaxDefect("is nested too deeply to be read", Place(path, START))


def _tree(path: str, text: str, proofs: KeptProofs | None) -> ast.Module:
    proof = prove(text, path) if proofs is None else proofs.of(text, path)
    if proof.short is None:
        return parsed(text, path)
    tree = parsed(proof.short, path)
    read_later(tree, text, proof.docstrings)
    return tree


def _span(error: SyntaxError, text: str) -> Span:
    """Where Python sees the error: its parser counts characters, and what comes after the parser bytes."""
    line, column = error.lineno or 1, max(error.offset or 1, 1)
    end_line, end_column = error.end_lineno or 0, error.end_offset or 0
    if not text.isascii() and _can_be_parsed(text):
        lines = _lines(text)
        column = _characters(lines[line - 1], column - 1) + 1
        end_column = _characters(lines[end_line - 1], end_column - 1) + 1 if 0 < end_line <= len(lines) else 0
    if (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    return Span(line, column, end_line, end_column)


def _can_be_parsed(text: str) -> bool:
    try:
        parsed(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _characters(line: str, count: int) -> int:
    """How many characters so many bytes of UTF-8 are."""
    return len(line.encode("utf-8")[:count].decode("utf-8", "ignore"))
