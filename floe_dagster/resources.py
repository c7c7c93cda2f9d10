"""Dagster resources of a Floe project: ``from floe_dagster.resources import CatalogResource``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from dagster import ConfigurableResource
from pydantic import Field, PrivateAttr

from floe_dagster.catalog_errors import CatalogError, TableNotFoundError, suggest
from floe_dagster.platform_profile import PlatformProfile
from floe_dagster.secrets import SecretError, expand_variables, resolve_references

if TYPE_CHECKING:
    from pyiceberg.catalog import Catalog
    from pyiceberg.table import Table as IcebergTable

    from floe_dagster.catalog.snapshot import Snapshot
    from floe_dagster.catalog.table import Table

__all__ = ["CatalogResource"]


class _Place(NamedTuple):
    """Where a table lives: its catalog and storage profiles, its identifier there, its name in messages."""

    catalog: str
    storage: str
    identifier: tuple[str, ...]
    name: str
    own_location: bool


class CatalogResource(ConfigurableResource):  # type: ignore[type-arg]
    """Tables by name, wherever the platform keeps them.

    ``CatalogResource()`` is the embedded catalog: Iceberg on SQLite and a folder, both under ``.floe/`` of
    the project. ``CatalogResource.from_platform(...)`` takes what platform.yaml says instead. The
    configuration holds references to secrets, never secrets: they are looked up where and when a catalog is
    first used.

    A table's name is ``namespace.table``. Where platform.yaml has a layer called like the namespace, the
    table lives in that layer's catalog, storage and namespace, so that ``gold.orders`` means the same in
    every environment. A bare name is in the catalog's default namespace.
    """

    catalog: str = "default"
    storage: str = "default"
    catalogs: dict[str, Any] = Field(default_factory=dict)
    storages: dict[str, Any] = Field(default_factory=dict)
    layers: dict[str, Any] = Field(default_factory=dict)
    project_dir: str = "."
    warehouse: str | None = None
    databases: list[str] = Field(default_factory=list)

    _open: dict[tuple[str, str], Any] = PrivateAttr(default_factory=dict)

    @classmethod
    def from_platform(
        cls,
        platform: Mapping[str, Any] | None,
        *,
        catalog: str = "default",
        storage: str = "default",
        project_dir: str | Path = ".",
        databases: Sequence[str] = (),
    ) -> CatalogResource:
        """The resource for plain platform.yaml data, with its ``${VAR}`` and ``secret_ref`` as written.

        ``catalog`` and ``storage`` are the profiles that floe.yaml names. ``default`` is the embedded one
        where platform.yaml does not define it. ``databases`` are DuckDB files that dbt writes: a table that the
        catalog does not have is looked for there.

        Raises:
            CatalogError: a profile, or one that a layer refers to, is not defined.
            SecretError: a variable in the type of a profile or in a layer is missing.
        """
        data = platform or {}
        resource = cls(
            catalog=catalog,
            storage=storage,
            catalogs=dict(data.get("catalogs") or {}),
            storages=dict(data.get("storage") or {}),
            layers=dict(data.get("layers") or {}),
            project_dir=str(project_dir),
            databases=list(databases),
        )
        resource._catalog_profile(catalog)
        resource._storage_profile(storage)
        for name in resource.layers:
            resource._check_layer(name)
        return resource

    def read_table(
        self,
        name: str,
        columns: list[str] | None = None,
        where: str | None = None,
        *,
        limit: int | None = None,
        snapshot_id: int | None = None,
    ) -> Table:
        """Read a table into memory.

        ``columns`` and ``where`` (Iceberg's expression syntax, ``"amount > 10 and region = 'eu'"``) limit
        what is read; ``snapshot_id`` reads an earlier state. A table that the catalog does not have is read from
        the ``databases`` that dbt writes; one in ``external`` or ``raw`` else from ``data/<namespace>/<table>``
        or ``data/<table>`` of the project, as ``.parquet``, ``.csv`` or ``.json``.

        Raises:
            TableNotFoundError: there is no such table.
            CatalogError: the catalog or its storage cannot be used.
            SecretError: a secret is missing.
        """
        from floe_dagster.catalog.table import Table

        place = self._place(name)
        try:
            table = self._load(place)
        except TableNotFoundError:
            content = self._elsewhere(name)
            if content is None:
                raise
            found = Table(content)
            if where is not None:
                found = _filter_file(found, where, name)
            found = found.select(columns) if columns is not None else found
            return found if limit is None else found.head(limit)
        options: dict[str, Any] = {"limit": limit, "snapshot_id": snapshot_id}
        if columns is not None:
            options["selected_fields"] = tuple(columns)
        if where is not None:
            options["row_filter"] = where
        with self._explaining(place):
            return Table(table.scan(**options).to_arrow())

    def _elsewhere(self, name: str) -> Any:
        """A table that no catalog has: in a database that dbt writes, or as a file of the project; else None."""
        from floe_dagster.catalog.duckdb_tables import read_database_table
        from floe_dagster.catalog.files import read_file, source_file

        if self.databases:
            content = read_database_table(name, self.databases)
            if content is not None:
                return content
        path = source_file(name, self._project)
        return None if path is None else read_file(path)

    def write_table(
        self,
        name: str,
        data: Any,
        mode: Literal["overwrite", "append"] = "overwrite",
        *,
        where: str | None = None,
    ) -> Snapshot:
        """Write a table in one commit; namespace, table and new columns are created as needed.

        ``data`` is a table of this catalog, an Arrow table or batch, a pandas or polars DataFrame, or a list
        of dicts. ``overwrite`` replaces all rows, or those that match ``where``; ``append`` adds. Columns
        that the data lacks are null. When another process commits first the write is repeated on top of it.

        Raises:
            SchemaMismatchError: a column does not fit the table, or Iceberg has no such type.
            CatalogError: the catalog or its storage cannot be used.
            SecretError: a secret is missing.
            ValueError: an unknown mode, or ``where`` with ``append``.
        """
        from floe_dagster.catalog.arrow import to_arrow
        from floe_dagster.catalog.snapshot import Snapshot, SnapshotMetadata
        from floe_dagster.catalog.write import write

        if mode not in ("overwrite", "append"):
            raise ValueError(f'write_table to "{name}": mode "{mode}" is neither "overwrite" nor "append"')
        if where is not None and mode == "append":
            raise ValueError(f'write_table to "{name}": "where" is for mode "overwrite" only')
        arrow = to_arrow(data)
        place = self._place(name)
        with self._explaining(place):
            catalog = self._connection(place.catalog, place.storage)
            table = write(catalog, place.identifier, arrow, mode, where, self._location(place))
        current = table.current_snapshot()
        return Snapshot(
            snapshot_id=current.snapshot_id if current else None,
            table=name,
            rows=arrow.num_rows,
            metadata=SnapshotMetadata(table.metadata),
        )

    def write_to_layer(
        self, layer: str, table: str, data: Any, mode: Literal["overwrite", "append"] = "overwrite"
    ) -> Snapshot:
        """Write ``table`` into a layer of platform.yaml, e.g. ``write_to_layer("gold", "orders", data)``.

        Raises:
            CatalogError: platform.yaml defines layers and this is none of them.
        """
        return self.write_table(self._in_layer(layer, table), data, mode)

    def read_from_layer(self, layer: str, table: str, **options: Any) -> Table:
        """Read ``table`` of a layer; options as for ``read_table``.

        Raises:
            CatalogError: platform.yaml defines layers and this is none of them.
            TableNotFoundError: there is no such table.
        """
        return self.read_table(self._in_layer(layer, table), **options)

    def load_table(self, name: str) -> IcebergTable:
        """The pyiceberg table itself, for what this class does not offer.

        Raises:
            TableNotFoundError: the catalog has no such table.
        """
        return self._load(self._place(name))

    def table_exists(self, name: str) -> bool:
        """Whether ``read_table(name)`` would find a table."""
        from floe_dagster.catalog.files import source_file

        place = self._place(name)
        with self._explaining(place):
            if self._connection(place.catalog, place.storage).table_exists(place.identifier):
                return True
        return source_file(name, self._project) is not None

    def list_tables(self, namespace: str | None = None) -> list[str]:
        """The names of all tables, or of those in one namespace or layer, as ``read_table`` takes them."""
        if namespace is not None:
            place = self._place(f"{namespace}.x")
            with self._explaining(place):
                connection = self._connection(place.catalog, place.storage)
                return sorted(f"{namespace}.{table}" for table in _tables_in(connection, place.identifier[:-1]))
        names = set()
        for catalog, storage in self._connections():
            place = _Place(catalog=catalog, storage=storage, identifier=(), name="", own_location=False)
            with self._explaining(place):
                connection = self._connection(catalog, storage)
                for path in _namespaces(connection):
                    shown = self._shown_namespace(path)
                    names |= {f"{shown}.{table}" for table in _tables_in(connection, path)}
        return sorted(names)

    def drop_table(self, name: str) -> None:
        """Remove a table from its catalog; its files stay until they are cleaned up.

        Raises:
            TableNotFoundError: there is no such table.
        """
        place = self._place(name)
        self._load(place)
        with self._explaining(place):
            self._connection(place.catalog, place.storage).drop_table(place.identifier)

    def iceberg_properties(self) -> dict[str, str]:
        """The properties to open the default catalog with elsewhere (dbt-duckdb's Iceberg plugin, PyIceberg).

        They hold secrets: never print or store them.
        """
        from floe_dagster.catalog.connect import catalog_properties
        from floe_dagster.storage import connect_storage

        storage = connect_storage(self._storage_profile(self.storage), self._project)
        return catalog_properties(self._catalog_profile(self.catalog), storage, self._project)

    @property
    def _project(self) -> Path:
        return Path(self.project_dir).resolve()

    def _catalog_profile(self, name: str) -> PlatformProfile:
        if name in self.catalogs:
            return _profile("catalog", "catalogs", name, self.catalogs[name])
        if name == "default":
            from floe_dagster.catalog.embedded import embedded_profile

            return embedded_profile()
        raise _undefined("catalog", "catalogs", name, self.catalogs)

    def _storage_profile(self, name: str) -> PlatformProfile:
        if name in self.storages:
            return _profile("storage", "storage", name, self.storages[name])
        if name == "default":
            return PlatformProfile("default", "local", {"path": self.warehouse} if self.warehouse else {})
        raise _undefined("storage", "storage", name, self.storages)

    def _layer(self, name: str) -> dict[str, Any]:
        return _resolved("layers", name, self.layers[name] or {})

    def _check_layer(self, name: str) -> None:
        settings = self._layer(name)
        try:
            self._catalog_profile(str(settings.get("catalog_ref") or self.catalog))
            self._storage_profile(str(settings.get("storage_ref") or self.storage))
        except CatalogError as error:
            raise CatalogError(f"layers.{name}: {error}") from None

    def _place(self, name: str) -> _Place:
        parts = tuple(name.split("."))
        if not all(parts):
            raise CatalogError(f'"{name}" is not the name of a table; write "namespace.table"')
        if len(parts) == 1:
            namespace = (self.catalogs.get(self.catalog) or {}).get("namespace") or "default"
            parts = (*expand_variables(str(namespace)).split("."), name)
        layer = self._layer_of(parts[:-1])
        if layer is None:
            return _Place(catalog=self.catalog, storage=self.storage, identifier=parts, name=name, own_location=False)
        settings = self._layer(layer)
        if parts[0] == layer:
            parts = (*str(settings.get("namespace") or layer).split("."), *parts[1:])
        return _Place(
            catalog=str(settings.get("catalog_ref") or self.catalog),
            storage=str(settings.get("storage_ref") or self.storage),
            identifier=parts,
            name=name,
            own_location=bool(settings.get("storage_ref")),
        )

    def _layer_of(self, namespace: tuple[str, ...]) -> str | None:
        if namespace[0] in self.layers:
            return namespace[0]
        for layer in self.layers:
            if tuple(str(self._layer(layer).get("namespace") or "").split(".")) == namespace:
                return str(layer)
        return None

    def _shown_namespace(self, path: tuple[str, ...]) -> str:
        return self._layer_of(path) or ".".join(path)

    def _in_layer(self, layer: str, table: str) -> str:
        if self.layers and layer not in self.layers:
            raise CatalogError(f'layer "{layer}" is not defined in platform.yaml{suggest(layer, self.layers)}')
        return f"{layer}.{table}"

    def _location(self, place: _Place) -> str | None:
        """A layer with a storage of its own says where its tables lie; elsewhere the catalog decides."""
        if not place.own_location:
            return None
        from floe_dagster.storage import connect_storage

        root = connect_storage(self._storage_profile(place.storage), self._project).location
        return "/".join((root, *place.identifier))

    def _connections(self) -> list[tuple[str, str]]:
        pairs = [(self.catalog, self.storage)]
        for layer in self.layers:
            settings = self._layer(layer)
            pair = (str(settings.get("catalog_ref") or self.catalog), str(settings.get("storage_ref") or self.storage))
            if pair[0] not in {catalog for catalog, _ in pairs}:
                pairs.append(pair)
        return pairs

    def _connection(self, catalog: str, storage: str) -> Catalog:
        if (catalog, storage) not in self._open:
            from floe_dagster.catalog.connect import open_catalog
            from floe_dagster.storage import connect_storage

            place = connect_storage(self._storage_profile(storage), self._project)
            self._open[catalog, storage] = open_catalog(self._catalog_profile(catalog), place, self._project)
        found: Catalog = self._open[catalog, storage]
        return found

    def _explaining(self, place: _Place) -> Any:
        from floe_dagster.catalog.connect import explaining

        return explaining(self._catalog_profile(place.catalog), self._storage_profile(place.storage))

    def _load(self, place: _Place) -> IcebergTable:
        from pyiceberg.exceptions import NoSuchTableError

        with self._explaining(place):
            try:
                return self._connection(place.catalog, place.storage).load_table(place.identifier)
            except NoSuchTableError:
                pass
        raise self._not_found(place)

    def _not_found(self, place: _Place) -> TableNotFoundError:
        from floe_dagster.catalog import files

        try:
            near = suggest(place.name, self.list_tables())
        except CatalogError:
            near = ""
        physical = ".".join(place.identifier)
        where = f' as "{physical}"' if physical != place.name else ""
        message = f'table "{place.name}" does not exist in catalog "{place.catalog}"{where}{near}'
        if place.name.rpartition(".")[0] in files.SOURCE_NAMESPACES and not near:
            message += f"; a source may also be a file: {files.places(place.name)}"
        return TableNotFoundError(message)


def _profile(what: str, section: str, name: str, settings: Any) -> PlatformProfile:
    if not isinstance(settings, Mapping) or not settings.get("type"):
        raise CatalogError(f'{what} "{name}": {section}.{name} in platform.yaml has no "type"')
    rest = {key: value for key, value in settings.items() if key != "type"}
    kind = _resolved(section, name, {"type": settings["type"]})["type"]
    return PlatformProfile(name, str(kind).lower(), rest)


def _resolved(section: str, name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    try:
        resolved: dict[str, Any] = resolve_references(settings)
    except SecretError as error:
        raise SecretError(f"{section}.{name}: {error}") from None
    return resolved


def _undefined(what: str, section: str, name: str, known: Mapping[str, Any]) -> CatalogError:
    return CatalogError(f'{what} "{name}" is not defined under "{section}" in platform.yaml{suggest(name, known)}')


def _filter_file(table: Table, where: str, name: str) -> Table:
    """Filter a file's rows with the expression syntax that a scan takes."""
    from pyiceberg.expressions.parser import parse
    from pyiceberg.expressions.visitors import bind
    from pyiceberg.io.pyarrow import _pyarrow_to_schema_without_ids, expression_to_pyarrow
    from pyiceberg.schema import assign_fresh_schema_ids

    from floe_dagster.catalog.arrow import for_iceberg
    from floe_dagster.catalog.table import Table

    fitted = Table(for_iceberg(table.arrow, None, name))
    schema = assign_fresh_schema_ids(_pyarrow_to_schema_without_ids(fitted.arrow.schema))
    return fitted.filter(expression_to_pyarrow(bind(schema, parse(where), case_sensitive=True)))


def _namespaces(catalog: Catalog) -> list[tuple[str, ...]]:
    """Every namespace, nested ones too."""
    found: list[tuple[str, ...]] = []
    waiting = [tuple(namespace) for namespace in catalog.list_namespaces()]
    while waiting:
        namespace = waiting.pop()
        if namespace not in found:
            found.append(namespace)
            waiting += [tuple(child) for child in catalog.list_namespaces(namespace)]
    return found


def _tables_in(catalog: Catalog, namespace: tuple[str, ...]) -> list[str]:
    from pyiceberg.exceptions import NoSuchNamespaceError

    try:
        return [str(identifier[-1]) for identifier in catalog.list_tables(namespace)]
    except NoSuchNamespaceError:
        return []
