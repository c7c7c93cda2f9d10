"""Python's own compiler and parser, without the warnings that they print about code that is not theirs to judge."""

from __future__ import annotations

import ast
import warnings
from types import CodeType


def compiled(text: str, path: str = "") -> CodeType:
    """What Python makes of a module before it runs it.

    Raises ``SyntaxError`` for everything that keeps Python from loading the module, in the bodies of functions too,
    and ``ValueError``, ``RecursionError`` or ``MemoryError`` for what it cannot read.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile(text, path, "exec", dont_inherit=True, optimize=0)


def parsed(text: str, path: str = "") -> ast.Module:
    """The syntax tree of a module. Raises what ``compiled`` raises, for errors of syntax alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(text, path)
