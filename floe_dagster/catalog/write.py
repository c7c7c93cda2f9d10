"""Writing a table: create it, add columns, commit, and try again when another writer was faster."""

from __future__ import annotations

import warnings
from contextlib import suppress
from typing import TYPE_CHECKING, Literal

import pyarrow as pa

from floe_dagster.catalog.arrow import for_iceberg, holdable
from floe_dagster.catalog.retry import retrying

if TYPE_CHECKING:
    from pyiceberg.catalog import Catalog
    from pyiceberg.table import Table as IcebergTable

WriteMode = Literal["overwrite", "append"]


def write(
    catalog: Catalog,
    identifier: tuple[str, ...],
    data: pa.Table,
    mode: WriteMode,
    where: str | None,
    location: str | None,
) -> IcebergTable:
    """Write ``data`` in one commit and return the table as it is afterwards.

    Missing namespaces and tables are created. Columns the table lacks are added in the same commit; columns
    the data lacks are null. ``where`` limits an overwrite to the rows it matches (Iceberg's expression
    syntax).

    Raises:
        SchemaMismatchError: the data does not fit.
        Whatever pyiceberg raises for a catalog or storage that fails.
    """
    name = ".".join(identifier)

    def attempt() -> IcebergTable:
        # The table is loaded anew each time: after a conflict its schema may have changed too.
        table = _load_or_create(catalog, identifier, data, name, location)
        schema = table.schema().as_arrow()
        fitted = for_iceberg(data, schema, name)
        with table.transaction() as change:
            if _adds_to(fitted.schema, schema):
                with change.update_schema() as update:
                    update.union_by_name(fitted.schema)
            if mode == "append" or (where is None and table.current_snapshot() is None):
                change.append(fitted)
            elif where is None:
                change.overwrite(fitted)
            else:
                change.overwrite(fitted, overwrite_filter=where)
        return table

    with warnings.catch_warnings():
        # An overwrite of an empty table is no mistake.
        warnings.filterwarnings("ignore", message="Delete operation did not match any records")
        return retrying(attempt)


def _load_or_create(
    catalog: Catalog, identifier: tuple[str, ...], data: pa.Table, name: str, location: str | None
) -> IcebergTable:
    from pyiceberg.exceptions import NoSuchTableError, TableAlreadyExistsError

    try:
        return catalog.load_table(identifier)
    except NoSuchTableError:
        pass
    for depth in range(1, len(identifier)):
        _create_namespace(catalog, identifier[:depth])
    try:
        return catalog.create_table(identifier, schema=for_iceberg(data, None, name).schema, location=location)
    except TableAlreadyExistsError:
        return catalog.load_table(identifier)


def _create_namespace(catalog: Catalog, namespace: tuple[str, ...]) -> None:
    from pyiceberg.exceptions import NamespaceAlreadyExistsError

    with suppress(NamespaceAlreadyExistsError):
        retrying(lambda: catalog.create_namespace(namespace))


def _adds_to(new: pa.Schema, old: pa.Schema) -> bool:
    return any(
        field.name not in old.names or field.type != holdable(old.field(field.name).type, field.name) for field in new
    )
