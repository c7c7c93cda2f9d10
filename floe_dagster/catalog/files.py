"""Sources that are files of the project: tables in ``external`` and ``raw`` that no catalog has."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from floe_dagster.catalog_errors import CatalogError

SOURCE_NAMESPACES = ("external", "raw")
SUFFIXES = (".parquet", ".csv", ".json", ".jsonl", ".ndjson")


def source_file(name: str, project: Path) -> Path | None:
    """The file that stands for the table ``name``, or None.

    ``external.customers`` is the first of ``data/external/customers.*`` and ``data/customers.*`` with the
    suffix parquet, csv, json, jsonl or ndjson, below the project's folder.
    """
    namespace, _, table = name.rpartition(".")
    if namespace not in SOURCE_NAMESPACES or not table or "/" in table or "\\" in table:
        return None
    for folder in (project / "data" / namespace, project / "data"):
        for suffix in SUFFIXES:
            if (path := folder / f"{table}{suffix}").is_file():
                return path
    return None


def places(name: str) -> str:
    """Where ``source_file`` looks, for a message."""
    namespace, _, table = name.rpartition(".")
    return f"data/{namespace}/{table}.csv or data/{table}.csv (also .parquet, .json)"


def read_file(path: Path) -> pa.Table:
    """Read a file with the types its format or its values show.

    Raises:
        CatalogError: the file is damaged or empty.
    """
    try:
        if path.suffix == ".parquet":
            from pyarrow import parquet

            return parquet.read_table(path)
        if path.suffix == ".csv":
            from pyarrow import csv

            return csv.read_csv(path, convert_options=csv.ConvertOptions(strings_can_be_null=True))
        return _read_json(path)
    except (pa.ArrowInvalid, OSError, ValueError) as error:
        raise CatalogError(f"the source file {path} cannot be read: {str(error).splitlines()[0]}") from None


def _read_json(path: Path) -> pa.Table:
    """A list of objects, or one object a line."""
    import json

    from pyarrow import json as arrow_json

    from floe_dagster.catalog.arrow import to_arrow

    with path.open("rb") as file:
        start = file.read(64).lstrip()
    if start.startswith(b"["):
        return to_arrow(json.loads(path.read_text(encoding="utf-8")))
    return arrow_json.read_json(path)
