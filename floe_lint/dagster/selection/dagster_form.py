"""Write a selection in the words of Dagster's own selection language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from floe_lint.dagster.selection.syntax import And, Expression, Not, Or, SelectionFunction, Term, Traversal

_WIDEST = 64
"""Operands that may stand in a row: Dagster's parser recurses once for each and gives up near 400."""


def to_dagster(expression: Expression, key_of: Callable[[str], str | None] | None = None) -> str:
    """Return the text for ``AssetSelection.from_string`` that selects what ``expression`` means here.

    Dagster refuses ``asset:x`` and ``2+x`` and reads a bare ``+x`` as one level and ``x_*`` as "downstream of
    x_"; all of them become ``key:"…"``, after which ``+`` and ``*`` mean what they should. Names are quoted,
    as Dagster's words hold no ``-``, ``.`` or ``@``. ``key_of`` returns the whole key that a name without
    wildcards stands for, or ``None`` to leave it as it is: :meth:`AssetIndex.key_of
    <floe_lint.dagster.selection.index.AssetIndex.key_of>`, or the same over Dagster's assets.
    """
    return _write(expression, key_of or (lambda name: name))


def _write(expression: Expression, key_of: Callable[[str], str | None]) -> str:
    if isinstance(expression, Term):
        return _term(expression, key_of)
    if isinstance(expression, (And, Or)):
        joint: Literal["and", "or"] = "and" if isinstance(expression, And) else "or"
        return _join([_operand(operand, key_of) for operand in expression.operands], joint)
    child = expression.child
    if isinstance(expression, SelectionFunction):
        return f"{expression.name}({_write(child, key_of)})"
    if isinstance(expression, Not):
        return f"not {_operand(child, key_of)}"
    bare = isinstance(child, SelectionFunction) or (isinstance(child, Term) and child.attribute != "all")
    operand = _write(child, key_of) if bare else f"({_write(child, key_of)})"
    return _levels(expression, operand)


def _levels(traversal: Traversal, operand: str) -> str:
    up = "" if traversal.up == 0 else f"{traversal.up or ''}+"
    down = "" if traversal.down == 0 else f"+{traversal.down or ''}"
    return up + operand + down


def _operand(expression: Expression, key_of: Callable[[str], str | None]) -> str:
    """Write the operand of ``and``, ``or`` or ``not``."""
    text = _write(expression, key_of)
    return f"({text})" if isinstance(expression, (And, Or)) else text


def _join(operands: Sequence[str], joint: str) -> str:
    """Join operands, as a tree of parentheses where there are many."""
    if len(operands) <= _WIDEST:
        return f" {joint} ".join(operands)
    size = -(-len(operands) // _WIDEST)
    parts = [operands[start : start + size] for start in range(0, len(operands), size)]
    return f" {joint} ".join(f"({_join(part, joint)})" for part in parts)


def _term(term: Term, key_of: Callable[[str], str | None]) -> str:
    if term.attribute == "all":
        return "*"
    if term.value is None:
        return f"{term.attribute}:<null>"
    if term.attribute == "asset":
        key = term.value if "*" in term.value else key_of(term.value)
        return f'key:"{term.value if key is None else key}"'
    text = f'{term.attribute}:"{term.value}"'
    return f'{text}="{term.tag_value}"' if term.tag_value else text
