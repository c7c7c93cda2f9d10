"""What an asset returns, as Dagster metadata."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import math
import uuid
from collections.abc import Mapping
from os import PathLike, fspath
from typing import Any

from dagster import MetadataValue
from dagster._core.definitions.metadata import normalize_metadata_value
from dagster._core.errors import DagsterInvalidMetadata


def to_metadata(values: Mapping[Any, Any]) -> dict[str, MetadataValue[Any]]:
    """Convert each value; nothing is refused, what has no form of its own is shown by its ``repr``."""
    return {str(key): metadata_value(value) for key, value in values.items()}


def metadata_value(value: Any) -> MetadataValue[Any]:
    """One value: a number, text, null, time (naive: UTC), path, or JSON for lists and mappings."""
    if isinstance(value, MetadataValue):
        return value
    value = _plain_number(value)
    if value is None:
        return MetadataValue.null()
    if isinstance(value, bool):
        return MetadataValue.bool(value)
    if isinstance(value, enum.Enum):
        return metadata_value(value.value)
    if isinstance(value, int):
        return MetadataValue.int(value)
    if isinstance(value, float):
        return MetadataValue.float(value)
    if isinstance(value, str):
        return MetadataValue.text(value)
    if isinstance(value, dt.datetime):
        return MetadataValue.timestamp(value if value.tzinfo else value.replace(tzinfo=dt.timezone.utc))
    if isinstance(value, PathLike):
        return MetadataValue.path(fspath(value))
    if isinstance(value, Mapping | list | set | frozenset) or type(value) is tuple:
        return MetadataValue.json(_json(value))
    if isinstance(value, dt.date | dt.time | uuid.UUID):
        return MetadataValue.text(str(value))
    try:
        # Asset keys, schemas, tables and what else Dagster itself shows.
        return normalize_metadata_value(value)
    except DagsterInvalidMetadata:
        return MetadataValue.text(repr(value))


def _json(value: Any) -> Any:
    value = _plain_number(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(key): _json(part) for key, part in value.items()}
    if isinstance(value, list) or type(value) is tuple:
        return [_json(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted((_json(part) for part in value), key=repr)
    if isinstance(value, enum.Enum):
        return _json(value.value)
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, PathLike):
        return fspath(value)
    return str(value) if isinstance(value, uuid.UUID) else repr(value)


def _plain_number(value: Any) -> Any:
    """Decimals, and the scalars of NumPy and Arrow, as Python's own numbers."""
    if isinstance(value, decimal.Decimal):
        return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)
    if type(value).__module__.split(".")[0] == "numpy" and getattr(value, "shape", None) == ():
        return value.item()
    if type(value).__module__.startswith("pyarrow") and hasattr(value, "as_py"):
        return value.as_py()
    return value
