"""Keeping what is explained small: a file with a million mistakes is not worth a million explanations."""

from __future__ import annotations

from typing import Any

from floe_lint.format.check import FAILED, check
from floe_lint.format.shapes import Shape
from floe_lint.variables.interpolation import Unset

MOST = 1000
"""Entries of one mapping or list that may be wrong; of more, the first are enough to start with."""


def prune(shape: Shape, value: Any) -> Any:
    """The data without the entries that are wrong beyond the first ``MOST`` of their mapping or list."""
    while shape[0] == "nullable":
        shape = shape[1]
    if isinstance(value, list):
        return _list(shape, value)
    if isinstance(value, dict):
        return _mapping(shape, value)
    return value


def _list(shape: Shape, value: list[Any]) -> list[Any]:
    if shape[0] == "choice":
        shape = next((member for member in shape[1] if member[0] == "array"), shape)
    if shape[0] != "array":
        return value
    if len(value) <= MOST:
        return [prune(shape[1], item) for item in value]
    kept = []
    wrong = 0
    for item in value:
        wrong += check(shape[1], item) is FAILED
        if wrong > MOST:
            break
        kept.append(prune(shape[1], item))
    return kept


def _mapping(shape: Shape, value: dict[str, Any]) -> dict[str, Any]:
    if shape[0] == "union":
        tag = value.get("type")
        shape = shape[1].get(tag, shape) if isinstance(tag, str) and not isinstance(tag, Unset) else shape
    if shape[0] == "choice":
        shape = next((member for member in shape[1] if member[0] in ("map", "object")), shape)
    if shape[0] not in ("map", "object"):
        return value
    kept = {}
    wrong = 0
    for key, item in value.items():
        inner = shape[1] if shape[0] == "map" else shape[1].get(key)
        if len(value) > MOST and (check(inner, item) is FAILED if inner is not None else not shape[3]):
            wrong += 1
            if wrong > MOST:
                continue
        kept[key] = item if inner is None else prune(inner, item)
    return kept
