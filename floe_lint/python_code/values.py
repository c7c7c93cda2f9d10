"""Constant expressions: what an argument is, where that can be told from the text."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

_DEPTH = 20


class _Unknowable:
    """Returned for an expression whose value only running the code would tell."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Any = _Unknowable()


def constant(node: ast.expr | None, names: Mapping[str, ast.expr], depth: int = 0) -> Any:
    """The value of literals, of names bound once to literals, of f-strings and ``+`` over them; else ``UNKNOWN``."""
    if node is None or depth > _DEPTH:
        return UNKNOWN
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name):
        return constant(names.get(node.id), names, depth + 1)
    if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        items = [constant(item, names, depth + 1) for item in node.elts]
        if any(item is UNKNOWN for item in items):
            return UNKNOWN
        if isinstance(node, ast.Set):
            return set(items) if all(isinstance(item, (str, int)) for item in items) else UNKNOWN
        return items if isinstance(node, ast.List) else tuple(items)
    if isinstance(node, ast.Dict):
        result = {}
        for key, value in zip(node.keys, node.values):
            name, item = constant(key, names, depth + 1), constant(value, names, depth + 1)
            if name is UNKNOWN or item is UNKNOWN or isinstance(name, (list, dict, set)):
                return UNKNOWN
            result[name] = item
        return result
    if isinstance(node, ast.JoinedStr):
        return _joined(node, names, depth)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = constant(node.left, names, depth + 1), constant(node.right, names, depth + 1)
        if type(left) is type(right) and isinstance(left, (str, list, tuple)):
            return left + right
    return UNKNOWN


def _joined(node: ast.JoinedStr, names: Mapping[str, ast.expr], depth: int) -> Any:
    parts = []
    for part in node.values:
        if not isinstance(part, ast.FormattedValue):
            parts.append(str(constant(part, names, depth + 1)))
            continue
        value = constant(part.value, names, depth + 1)
        if not isinstance(value, (str, int)) or part.conversion != -1 or part.format_spec is not None:
            return UNKNOWN
        parts.append(str(value))
    return "".join(parts)
