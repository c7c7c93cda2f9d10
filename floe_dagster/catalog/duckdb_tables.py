"""Tables that dbt leaves in a DuckDB file: what the catalog does not have is looked for there."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from floe_dagster.catalog.file_lock import shared
from floe_dagster.catalog_errors import CatalogError

LOCK_SECONDS = 30.0
"""How long to wait for a process that writes to the file and does not hold its lock, such as a dbt run by hand."""


def read_database_table(name: str, databases: Sequence[str]) -> pa.Table | None:
    """The table ``schema.table`` of the first of the DuckDB files that has it, or ``None``.

    Raises:
        CatalogError: a file stays locked by another process, or is damaged.
    """
    schema, _, table = name.rpartition(".")
    for path in databases:
        if not Path(path).is_file():
            continue
        with shared(path):
            content = _read(path, schema or "main", table)
        if content is not None:
            return content
    return None


def _read(path: str, schema: str, table: str) -> pa.Table | None:
    connection = _open(path)
    try:
        known = connection.execute(
            "select 1 from information_schema.tables where table_schema = ? and table_name = ?", [schema, table]
        ).fetchall()
        if not known:
            return None
        quoted = ".".join('"' + part.replace('"', '""') + '"' for part in (schema, table))
        return connection.sql(f"select * from {quoted}").to_arrow_table()
    finally:
        connection.close()


def _open(path: str) -> Any:
    import duckdb

    deadline = time.monotonic() + LOCK_SECONDS
    while True:
        try:
            return duckdb.connect(path, read_only=True)
        except duckdb.Error as error:
            if "lock" not in str(error).lower() or time.monotonic() > deadline:
                reason = str(error).splitlines()[0]
                raise CatalogError(f"the DuckDB file {path} cannot be read: {reason}") from None
        time.sleep(0.2)
