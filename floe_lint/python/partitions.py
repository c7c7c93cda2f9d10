"""Partitions that Python code makes, as far as its text tells them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from floe_lint.dagster.api_names import is_dagster, last
from floe_lint.dagster.partitions.identity import PARAMETERS, Given, Identity, identity_of_call
from floe_lint.python.values import UNKNOWN, Arguments, Entries, Items, Record, Value, plain


def partitions_identity(value: Value) -> Identity | None:
    """What partitions are compared by; ``None`` where not even their class is known."""
    if not isinstance(value, Record) or not is_dagster(value.origin):
        return None
    made_by = last(value.origin)
    parameters = PARAMETERS.get(made_by)
    return None if parameters is None else identity_of_call(made_by, _given(parameters, value.arguments))


def _given(parameters: tuple[str, ...], arguments: Arguments) -> Given:
    seen = dict(zip(parameters, arguments.positional, strict=False)) | arguments.keywords
    values = {name: _value(one.value) for name, one in seen.items()}
    hidden = {name for name, value in values.items() if value is UNKNOWN}
    if not arguments.complete:
        hidden.update(parameters)
    return Given({name: value for name, value in values.items() if name not in hidden}, frozenset(hidden))


def _value(value: Value) -> Any:
    if isinstance(value, Record):
        return _moment(value.arguments) if value.origin == "datetime.datetime" else UNKNOWN
    if isinstance(value, Entries) and value.entries is not None:
        return {name: partitions_identity(entry.value) for name, entry in value.entries.items()}
    if isinstance(value, Items) and value.items is not None:
        items = [_value(item.value) for item in value.items]
        known = not any(item is UNKNOWN for item in items)
        return (tuple(items) if value.kind == "tuple" else items) if known else UNKNOWN
    return plain(value)


def _moment(arguments: Arguments) -> Any:
    """A ``datetime(…)`` of constants; Dagster pays no heed to its zone."""
    names = "year", "month", "day", "hour", "minute", "second", "microsecond"
    seen = dict(zip(names, arguments.positional, strict=False)) | arguments.keywords
    values = {name: plain(one.value) for name, one in seen.items() if name in names}
    if not arguments.complete or any(type(value) is not int for value in values.values()):
        return UNKNOWN
    try:
        return datetime(**values)
    except (TypeError, ValueError, OverflowError):
        return UNKNOWN
