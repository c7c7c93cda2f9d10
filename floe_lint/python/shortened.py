"""A module's text without the bodies of its functions, proved to do the same when it is loaded.

Compiling a module tells whether Python loads it. A syntax tree of all of it takes longer, and of the bodies of
functions nearly all is never looked at, so they are cut out before a tree is made. What looks like the head of a
function may stand in a string, and what looks like the end of one too: a text that is shorter counts only if it
compiles to the same code but for what stands in functions.
"""

from __future__ import annotations

import re
import sys
from types import CodeType

from floe_lint.python.compiler import compiled

_HEAD = re.compile(r"^(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
_NEXT_STATEMENT = re.compile(r"\n(?=[^\s#])")
_END_OF_HEAD = re.compile(r":[ \t]*(?:#[^\n]*)?\n")

_OPTIMIZED, _VARIADIC, _HAS_DOCSTRING = 0x1, 0xC, 0x4000000
"""``CO_OPTIMIZED``, ``CO_VARARGS`` with ``CO_VARKEYWORDS``, and ``CO_HAS_DOCSTRING`` of Python 3.14."""


def without_bodies(text: str, code: CodeType) -> str | None:
    """The text with every other line where it was, or ``None`` where nothing can be left out for certain.

    ``code`` is what the text compiles to. Functions within classes and blocks keep their bodies.
    """
    parts: list[str] = []
    cut: set[str] = set()
    kept_to = 0
    for head in _HEAD.finditer(text):
        start = head.start()
        if start < kept_to:
            continue
        following = _NEXT_STATEMENT.search(text, start)
        end = following.start() if following else len(text)
        end_of_head = _END_OF_HEAD.search(text, start, end)
        if end_of_head is not None:
            parts += text[kept_to : end_of_head.start() + 1], " ...\n", "\n" * text.count("\n", end_of_head.end(), end)
            cut.add(head[1])
            kept_to = end
    if not parts:
        return None
    short = "".join([*parts, text[kept_to:]])
    try:
        remaining = compiled(short)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return short if cut <= _functions(code).keys() and _do_the_same(code, remaining) else None


def docstrings(code: CodeType) -> dict[tuple[str, int], str | None]:
    """The docstrings of a module's functions, by name and first line, which is that of the first decorator."""
    return {(name, one.co_firstlineno): _docstring(one) for name, many in _functions(code).items() for one in many}


def _functions(code: CodeType) -> dict[str, list[CodeType]]:
    found: dict[str, list[CodeType]] = {}
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and _is_function(constant):
            found.setdefault(constant.co_name, []).append(constant)
    return found


def _is_function(code: CodeType) -> bool:
    """Not the body of a class, nor a lambda or comprehension."""
    return bool(code.co_flags & _OPTIMIZED) and not code.co_name.startswith("<")


def _docstring(code: CodeType) -> str | None:
    """The first constant, which from Python 3.14 on is a docstring only with the flag."""
    if sys.version_info >= (3, 14) and not code.co_flags & _HAS_DOCSTRING:
        return None
    first = code.co_consts[0] if code.co_consts else None
    return first if isinstance(first, str) else None


def _do_the_same(one: CodeType, other: CodeType) -> bool:
    """Whether two modules do the same, line by line, and define the same functions, whatever these do."""
    return (
        one.co_code == other.co_code
        and one.co_names == other.co_names
        and len(one.co_consts) == len(other.co_consts)
        and all(map(_is_same, one.co_consts, other.co_consts))
        and [line for _, _, line in one.co_lines()] == [line for _, _, line in other.co_lines()]
    )


def _is_same(one: object, other: object) -> bool:
    if isinstance(one, CodeType) and isinstance(other, CodeType) and _is_function(one) and _is_function(other):
        return _parameters(one) == _parameters(other)
    return type(one) is type(other) and one == other


def _parameters(code: CodeType) -> tuple[object, ...]:
    counts = (code.co_posonlyargcount, code.co_argcount, code.co_kwonlyargcount, code.co_flags & _VARIADIC)
    return code.co_name, code.co_firstlineno, counts, code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
