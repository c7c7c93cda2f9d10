"""Data as Arrow, in types that Iceberg can hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from floe_dagster.catalog_errors import SchemaMismatchError


def to_arrow(data: Any) -> pa.Table:
    """Take what an asset has at hand.

    Our ``Table``, Arrow tables, batches and readers, pandas and polars frames, DuckDB relations, a list of
    dicts (one per row), a dict of lists (one per column).

    Raises:
        TypeError: none of these.
    """
    arrow = getattr(data, "arrow", None)
    if isinstance(arrow, pa.Table):
        return arrow
    if isinstance(data, pa.Table):
        return data
    if isinstance(data, pa.RecordBatch):
        return pa.Table.from_batches([data])
    if isinstance(data, pa.RecordBatchReader):
        return data.read_all()
    if isinstance(data, Mapping):
        return pa.table(dict(data))
    if isinstance(data, list | tuple) and all(isinstance(row, Mapping) for row in data):
        # from_pylist takes the columns of the first row only.
        names = list(dict.fromkeys(key for row in data for key in row))
        return pa.table({name: [row.get(name) for row in data] for name in names})
    if type(data).__module__.split(".")[0] == "pandas" and hasattr(data, "columns"):
        return pa.Table.from_pandas(data, preserve_index=False)
    if hasattr(data, "__arrow_c_stream__"):
        return pa.table(data)
    raise TypeError(
        f"cannot write a {type(data).__name__} as a table; give a table that the catalog returned, "
        "an Arrow table, a pandas or polars DataFrame, or a list of dicts"
    )


def for_iceberg(table: pa.Table, existing: pa.Schema | None, name: str) -> pa.Table:
    """``table`` with every column in a type Iceberg holds and that fits ``existing``, the schema of ``name``.

    Timestamps become microseconds (finer parts are cut off), time zones UTC, columns of nulls the existing
    type or strings. Numbers are fitted to an existing numeric column where that loses nothing.

    Raises:
        SchemaMismatchError: a column cannot be held or does not fit; the text names column and types.
    """
    duplicates = sorted({column for column in table.column_names if table.column_names.count(column) > 1})
    if duplicates:
        raise SchemaMismatchError(f'table "{name}" would have several columns called "{duplicates[0]}"; rename them')
    columns, fields = [], []
    for field, column in zip(table.schema, table.columns, strict=True):
        target = holdable(field.type, f'column "{field.name}" for table "{name}"')
        if existing is not None and field.name in existing.names:
            target = _fitted(target, field, existing.field(field.name).type, name)
        columns.append(_cast(column, target, field.name, name))
        fields.append(pa.field(field.name, target))
    return pa.table(columns, schema=pa.schema(fields))


def holdable(kind: pa.DataType, what: str) -> pa.DataType:
    """The nearest type in Iceberg's format version 2 (https://iceberg.apache.org/spec/#primitive-types).

    ``what`` names the column in the error for a type that has none.
    """
    if pa.types.is_dictionary(kind) or pa.types.is_run_end_encoded(kind):
        return holdable(kind.value_type, what)
    if isinstance(kind, pa.BaseExtensionType):
        return holdable(kind.storage_type, what)
    if pa.types.is_null(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return pa.string()
    if pa.types.is_large_binary(kind) or pa.types.is_binary_view(kind):
        return pa.binary()
    if pa.types.is_integer(kind) and kind.bit_width < 32:
        return pa.int32()
    if pa.types.is_uint32(kind) or pa.types.is_uint64(kind):
        return pa.int64()
    if pa.types.is_float16(kind):
        return pa.float32()
    if pa.types.is_timestamp(kind):
        return pa.timestamp("us", tz="UTC" if kind.tz else None)
    if pa.types.is_time(kind):
        return pa.time64("us")
    if pa.types.is_date(kind):
        return pa.date32()
    if pa.types.is_decimal(kind):
        if kind.precision <= 38:
            return pa.decimal128(kind.precision, kind.scale)
        raise SchemaMismatchError(f"{what} is {kind}; Iceberg holds 38 digits at most, so cast it")
    if pa.types.is_map(kind):
        return pa.map_(holdable(kind.key_type, what), holdable(kind.item_type, what))
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind):
        return pa.list_(holdable(kind.value_type, what))
    if pa.types.is_struct(kind):
        if kind.num_fields == 0:
            raise SchemaMismatchError(f"{what} is a struct without fields, which Iceberg lacks; drop it")
        return pa.struct([pa.field(part.name, holdable(part.type, what)) for part in kind])
    if pa.types.is_duration(kind) or pa.types.is_interval(kind) or pa.types.is_union(kind):
        raise SchemaMismatchError(f"{what} is {kind}, which Iceberg cannot hold; cast it first")
    return kind


def _fitted(target: pa.DataType, field: pa.Field, existing: pa.DataType, name: str) -> pa.DataType:
    """The type to write a column in, given the one the table has."""
    plain = holdable(existing, f'column "{field.name}" of table "{name}"')
    if pa.types.is_null(field.type) or target == plain:
        return plain
    if pa.types.is_integer(target) and pa.types.is_integer(plain):
        return target if target.bit_width > plain.bit_width else plain
    if pa.types.is_floating(target) and pa.types.is_floating(plain):
        return target if target.bit_width > plain.bit_width else plain
    if pa.types.is_integer(target) and (pa.types.is_floating(plain) or pa.types.is_decimal(plain)):
        return plain
    if pa.types.is_decimal(target) and pa.types.is_decimal(plain) and target.scale <= plain.scale:
        whole = max(target.precision - target.scale, plain.precision - plain.scale)
        return pa.decimal128(min(38, whole + plain.scale), plain.scale)
    if pa.types.is_date(target) and pa.types.is_timestamp(plain):
        return plain
    if pa.types.is_nested(target) and pa.types.is_nested(plain):
        return target
    raise SchemaMismatchError(
        f'column "{field.name}" of table "{name}" is {plain}, and the data has {field.type}; '
        "cast the data, or drop the table if its type is to change"
    )


def _cast(column: pa.ChunkedArray, target: pa.DataType, field: str, name: str) -> pa.ChunkedArray:
    if column.type == target:
        return column
    if isinstance(column.type, pa.BaseExtensionType):
        column = pa.chunked_array([chunk.storage for chunk in column.chunks], type=column.type.storage_type)
    try:
        return pc.cast(column, target)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        if "would lose data" in str(error) and _has_time(column.type):
            # Nanoseconds are cut to microseconds; that is all a time can lose here.
            return pc.cast(column, options=pc.CastOptions(target, allow_time_truncate=True))
        raise SchemaMismatchError(
            f'column "{field}" cannot be written to table "{name}" as {target}: {str(error).splitlines()[0]}'
        ) from None


def _has_time(kind: pa.DataType) -> bool:
    if pa.types.is_nested(kind):
        return any(_has_time(kind.field(index).type) for index in range(kind.num_fields))
    return bool(pa.types.is_timestamp(kind) or pa.types.is_time(kind) or pa.types.is_date(kind))
