"""Decoding a small manifest with the standard library, which takes less time than importing msgspec.

Only a manifest that is right in every field is decoded; whatever else it is, msgspec says.
"""

from __future__ import annotations

import json

from floe_lint.dbt.wire_table import STRUCTS
from floe_lint.kernel.annotations import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from floe_lint.dbt.small_types import Spec


class _MisfitError(Exception):
    """Something is not as the table has it."""


class Plain:
    """An object with the fields of a struct of ``wire``."""

    def __init__(self, fields: dict[str, Any]) -> None:
        self.__dict__ = fields


def decode_small(data: bytes) -> Any:
    """The fields of ``wire.Wire``, or ``None`` where msgspec has to look. Raises ``RecursionError``."""
    if b"\\u" in data:  # the two decoders do not agree on lone surrogates
        return None
    try:
        content = json.loads(data.decode("utf-8"), parse_constant=_refuse)
        return _make("Wire", content)
    except (ValueError, _MisfitError):
        return None


def _refuse(name: str) -> None:
    raise ValueError(name)


def _make(struct: str, value: Any) -> Plain:
    if type(value) is not dict:
        raise _MisfitError
    fields: dict[str, Any] = {}
    for name, (required, default, spec) in STRUCTS[struct].items():
        if name in value:
            fields[name] = _fit(value[name], spec)
        elif required:
            raise _MisfitError
        else:
            fields[name] = default
    return Plain(fields)


def _fit(value: Any, spec: Spec) -> Any:
    if spec is None:
        return value
    scalars, item, entry, struct = spec
    kind = type(value)
    if kind.__name__ in scalars:
        return value
    if kind is list and item is not None:
        return [_fit(one, item) for one in value]
    if kind is dict and struct is not None:
        return _make(struct, value)
    if kind is dict and entry is not None:
        return {key: _fit(one, entry) for key, one in value.items()}
    raise _MisfitError
