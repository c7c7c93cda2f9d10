"""Bodies of functions that are parsed when somebody looks at them.

The syntax tree of a module takes a hundred times the memory of its text, and nearly all of it is in the bodies of
functions, which matter only where a module calls them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from typing import Any, SupportsIndex

from floe_lint.python.compiler import parsed

Function = ast.FunctionDef | ast.AsyncFunctionDef


class ModuleText:
    """The text of a module whose bodies were let go."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._bodies: dict[tuple[int, int], list[ast.stmt]] | None = None

    def body(self, place: tuple[int, int]) -> list[ast.stmt]:
        """The statements of the function that stands at a line and column."""
        if self._bodies is None:
            tree = parsed(self._text)
            self._bodies = {(node.lineno, node.col_offset): node.body for node in functions(tree.body)}
        return self._bodies[place]


class Body(list[ast.stmt]):
    """The statements of a function, read from the text when they are asked for.

    Ways to ask are those of ``ast`` and of this package: ``len``, ``==``, iteration in both directions, and an index.
    """

    def __init__(self, text: ModuleText, place: tuple[int, int], docstring: str | None) -> None:
        super().__init__()
        self.docstring = docstring
        self._load: Callable[[], list[ast.stmt]] | None = lambda: text.body(place)

    def _loaded(self) -> None:
        if self._load is not None:
            load, self._load = self._load, None
            self.extend(load())

    def __len__(self) -> int:
        self._loaded()
        return super().__len__()

    def __eq__(self, other: object) -> bool:
        self._loaded()
        return super().__eq__(other)

    def __iter__(self) -> Iterator[ast.stmt]:
        self._loaded()
        return super().__iter__()

    def __reversed__(self) -> Iterator[ast.stmt]:
        self._loaded()
        return super().__reversed__()

    def __getitem__(self, index: SupportsIndex | slice) -> Any:
        self._loaded()
        return super().__getitem__(index)


def docstring_of(node: Function) -> str | None:
    """The docstring, as it is written, of a function whose body may not have been read."""
    return node.body.docstring if isinstance(node.body, Body) else ast.get_docstring(node, clean=False)


def functions(body: list[ast.stmt]) -> Iterator[Function]:
    """The functions of a module and the methods of its classes, not those that stand in other statements."""
    for statement in body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield statement
        elif isinstance(statement, ast.ClassDef):
            yield from functions(statement.body)


def let_go(tree: ast.Module, text: str) -> None:
    """Drop the bodies of functions from a tree."""
    kept = ModuleText(text)
    for node in functions(tree.body):
        node.body = Body(kept, (node.lineno, node.col_offset), docstring_of(node))


def read_later(tree: ast.Module, text: str, docstrings: Mapping[tuple[str, int], str | None]) -> None:
    """Give the functions of a tree that was made of a shorter text the bodies that stand in the whole.

    ``docstrings`` are found by name and first line, that of the first decorator; a function that is not there has
    none.
    """
    kept = ModuleText(text)
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
            node.body = Body(kept, (node.lineno, node.col_offset), docstrings.get((node.name, first)))
