"""The embedded catalog end to end: what asset bodies call, against real Iceberg tables in a folder."""

from __future__ import annotations

import datetime as dt
import decimal
import importlib
import json
import multiprocessing
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from floe_dagster.catalog_errors import CatalogError, SchemaMismatchError, TableNotFoundError
from floe_dagster.resources import CatalogResource


@pytest.fixture
def catalog(tmp_path: Path) -> CatalogResource:
    return CatalogResource(project_dir=str(tmp_path))


def rows(catalog: CatalogResource, name: str) -> list[dict[str, Any]]:
    return catalog.read_table(name).to_pylist()


def test_write_and_read_back(catalog: CatalogResource, tmp_path: Path) -> None:
    snapshot = catalog.write_table("bronze.customers", [{"customer_id": 1, "email": "a@x"}, {"customer_id": 2}])
    assert rows(catalog, "bronze.customers") == [
        {"customer_id": 1, "email": "a@x"},
        {"customer_id": 2, "email": None},
    ]
    assert snapshot.snapshot_id == catalog.load_table("bronze.customers").current_snapshot().snapshot_id  # type: ignore[union-attr]
    assert snapshot.metadata.table_metadata.location == str(tmp_path / ".floe/warehouse/bronze/customers")
    assert snapshot.location == snapshot.metadata.table_metadata.location
    assert (snapshot.table, snapshot.rows) == ("bronze.customers", 2)
    assert (tmp_path / ".floe/catalog.db").is_file()


def test_overwrite_replaces_and_append_adds(catalog: CatalogResource) -> None:
    catalog.write_table("bronze.t", [{"a": 1}])
    catalog.write_table("bronze.t", [{"a": 2}])
    assert rows(catalog, "bronze.t") == [{"a": 2}]
    catalog.write_table("bronze.t", [{"a": 3}], mode="append")
    assert sorted(row["a"] for row in rows(catalog, "bronze.t")) == [2, 3]
    catalog.write_table("bronze.t", [{"a": 30}], where="a = 3")
    assert sorted(row["a"] for row in rows(catalog, "bronze.t")) == [2, 30]


def test_wrong_modes_are_refused(catalog: CatalogResource) -> None:
    with pytest.raises(ValueError, match='mode "upsert" is neither "overwrite" nor "append"'):
        catalog.write_table("bronze.t", [{"a": 1}], mode="upsert")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match='"where" is for mode "overwrite" only'):
        catalog.write_table("bronze.t", [{"a": 1}], mode="append", where="a = 1")
    assert not catalog.table_exists("bronze.t")


def test_columns_are_added_and_missing_ones_are_null(catalog: CatalogResource) -> None:
    catalog.write_table("bronze.t", [{"a": 1, "b": "x"}])
    catalog.write_table("bronze.t", [{"a": 2, "c": 1.5}], mode="append")
    assert sorted(rows(catalog, "bronze.t"), key=lambda row: row["a"]) == [
        {"a": 1, "b": "x", "c": None},
        {"a": 2, "b": None, "c": 1.5},
    ]
    catalog.write_table("bronze.t", [{"d": True, "a": 3}])
    assert rows(catalog, "bronze.t") == [{"a": 3, "b": None, "c": None, "d": True}]


def test_types_that_iceberg_lacks_are_converted(catalog: CatalogResource) -> None:
    moment = dt.datetime(2024, 1, 2, 3, 4, 5, 678901)
    nanoseconds = pa.array([1704164645678901234], pa.timestamp("ns"))
    catalog.write_table(
        "bronze.types",
        pa.table(
            {
                "ns": nanoseconds,
                "berlin": nanoseconds.cast(pa.timestamp("ns", "Europe/Berlin")),
                "null": pa.nulls(1),
                "list": pa.array([[1704164645678901234]], pa.list_(pa.timestamp("ns"))),
                "dictionary": pa.array(["a"]).dictionary_encode(),
                "uint64": pa.array([7], pa.uint64()),
                "int8": pa.array([7], pa.int8()),
                "date64": pa.array([dt.date(2024, 1, 2)], pa.date64()),
                "time32": pa.array([dt.time(1, 2)], pa.time32("s")),
                "wide": pa.array([decimal.Decimal("1.25")], pa.decimal256(20, 2)),
            }
        ),
    )
    found = catalog.read_table("bronze.types")
    assert found.to_pylist() == [
        {
            "ns": moment,
            "berlin": moment.replace(tzinfo=dt.timezone.utc),
            "null": None,
            "list": [moment],
            "dictionary": "a",
            "uint64": 7,
            "int8": 7,
            "date64": dt.date(2024, 1, 2),
            "time32": dt.time(1, 2),
            "wide": decimal.Decimal("1.25"),
        }
    ]
    assert found.schema.field("null").type == pa.string()
    assert found.schema.field("ns").type == pa.timestamp("us")


def test_data_is_fitted_to_the_columns_of_the_table(catalog: CatalogResource) -> None:
    catalog.write_table("bronze.t", pa.table({"x": pa.array([1.5]), "n": pa.array([1], pa.int32())}))
    catalog.write_table("bronze.t", pa.table({"x": [2], "n": [5_000_000_000]}), mode="append")
    catalog.write_table("bronze.t", pa.table({"x": pa.nulls(1), "n": pa.array([3], pa.int16())}), mode="append")
    assert sorted(rows(catalog, "bronze.t"), key=lambda row: row["n"]) == [
        {"x": 1.5, "n": 1},
        {"x": None, "n": 3},
        {"x": 2.0, "n": 5_000_000_000},
    ]


def test_data_that_does_not_fit_is_refused_and_nothing_changes(catalog: CatalogResource) -> None:
    catalog.write_table("bronze.t", [{"a": 1}])
    with pytest.raises(SchemaMismatchError) as caught:
        catalog.write_table("bronze.t", [{"a": "one"}])
    assert str(caught.value) == (
        'column "a" of table "bronze.t" is int64, and the data has string; '
        "cast the data, or drop the table if its type is to change"
    )
    assert rows(catalog, "bronze.t") == [{"a": 1}]
    catalog.drop_table("bronze.t")
    catalog.write_table("bronze.t", [{"a": "one"}])
    assert rows(catalog, "bronze.t") == [{"a": "one"}]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            pa.table({"d": pa.array([1], pa.duration("s"))}),
            'column "d" for table "bronze.bad" is duration[s], which',
        ),
        (
            pa.table([[1], [2]], names=["a", "a"]),
            'table "bronze.bad" would have several columns called "a"; rename',
        ),
        (
            pa.table({"u": pa.array([2**63], pa.uint64())}),
            'column "u" cannot be written to table "bronze.bad" as int6',
        ),
    ],
)
def test_data_that_iceberg_cannot_hold(catalog: CatalogResource, data: pa.Table, message: str) -> None:
    with pytest.raises(SchemaMismatchError) as caught:
        catalog.write_table("bronze.bad", data)
    assert str(caught.value).startswith(message)


def test_every_kind_of_data(catalog: CatalogResource) -> None:
    import duckdb

    pandas = importlib.import_module("pandas")
    table = pa.table({"a": [1, 2]})
    kinds: dict[str, Any] = {
        "arrow": table,
        "batch": table.to_batches()[0],
        "reader": table.to_reader(),
        "pandas": pandas.DataFrame({"a": [1, 2]}, index=["x", "y"]),
        "stream": duckdb.connect().sql("select 1 as a union all select 2 order by a"),
        "columns": {"a": [1, 2]},
        "rows": [{"a": 1}, {"a": 2}],
    }
    for name, data in kinds.items():
        catalog.write_table(f"bronze.{name}", data)
        assert rows(catalog, f"bronze.{name}") == [{"a": 1}, {"a": 2}], name
    catalog.write_table("bronze.own", catalog.read_table("bronze.arrow"))
    assert rows(catalog, "bronze.own") == [{"a": 1}, {"a": 2}]
    with pytest.raises(TypeError, match="cannot write a str as a table"):
        catalog.write_table("bronze.text", "hello")


def test_an_empty_table_keeps_its_columns(catalog: CatalogResource) -> None:
    catalog.write_table("bronze.t", pa.table({"a": pa.array([], pa.int64())}))
    assert catalog.read_table("bronze.t").column_names == ["a"]
    catalog.write_table("bronze.t", [{"a": 1}])
    catalog.write_table("bronze.t", pa.table({"a": pa.array([], pa.int64())}))
    assert catalog.read_table("bronze.t").num_rows == 0


def test_reading_a_part_and_the_past(catalog: CatalogResource) -> None:
    first = catalog.write_table("bronze.t", [{"a": n, "b": str(n)} for n in range(5)])
    catalog.write_table("bronze.t", [{"a": 9, "b": "9"}])
    assert catalog.read_table("bronze.t", ["b"], "a > 1", snapshot_id=first.snapshot_id).to_pylist() == [
        {"b": "2"},
        {"b": "3"},
        {"b": "4"},
    ]
    assert catalog.read_table("bronze.t", limit=2, snapshot_id=first.snapshot_id).num_rows == 2


def test_the_quickstart_bodies(catalog: CatalogResource, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/customers.csv").write_text("customer_id,email\n1,a@x.org\n2,nowhere\n,c@x.org\n4,d@x.org\n")
    raw_data = catalog.read_table("external.customers")
    assert raw_data.num_rows == 4
    validated = raw_data.filter(raw_data.customer_id.is_not_null() & raw_data.email.contains("@"))
    assert validated.to_pylist() == [
        {"customer_id": 1, "email": "a@x.org"},
        {"customer_id": 4, "email": "d@x.org"},
    ]
    catalog.write_table("silver.customers", validated)
    catalog.write_table("silver.orders", [{"order": n, "customer_id": c} for n, c in enumerate([4, 1, 4, 7])])

    customers = catalog.read_table("silver.customers")
    orders = catalog.read_table("silver.orders")
    summary = customers.join(orders, "customer_id").group_by("customer_id")
    snapshot = catalog.write_table("gold.customer_orders", summary)
    assert summary.num_rows == 2
    assert isinstance(snapshot.snapshot_id, int)
    assert rows(catalog, "gold.customer_orders") == [
        {"customer_id": 1, "count": 1},
        {"customer_id": 4, "count": 2},
    ]


def test_sources_are_files_of_the_project(catalog: CatalogResource, tmp_path: Path) -> None:
    (tmp_path / "data/raw").mkdir(parents=True)
    (tmp_path / "data/orders.csv").write_text("id\n1\n")
    (tmp_path / "data/raw/orders.json").write_text('{"id": 2}\n{"id": 3}\n')
    (tmp_path / "data/items.json").write_text(json.dumps([{"id": 4}, {"id": 5, "b": "x"}]))
    parquet.write_table(pa.table({"id": [6], "when": pa.array([1], pa.timestamp("ns"))}), tmp_path / "data/p.parquet")
    assert rows(catalog, "raw.orders") == [{"id": 2}, {"id": 3}]
    assert rows(catalog, "external.orders") == [{"id": 1}]
    assert rows(catalog, "raw.items") == [{"id": 4, "b": None}, {"id": 5, "b": "x"}]
    assert catalog.read_table("raw.p", ["id"], "id >= 6", limit=3).to_pylist() == [{"id": 6}]
    assert catalog.read_table("raw.p", where="id > 6").num_rows == 0
    assert catalog.table_exists("raw.orders")
    assert not catalog.table_exists("bronze.orders")
    # What the catalog has comes first.
    catalog.write_table("raw.orders", [{"id": 7}])
    assert rows(catalog, "raw.orders") == [{"id": 7}]


def test_a_damaged_source_file(catalog: CatalogResource, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/orders.parquet").write_text("no parquet")
    with pytest.raises(CatalogError, match=r"the source file .*data/orders\.parquet cannot be read: "):
        catalog.read_table("raw.orders")


def test_missing_tables(catalog: CatalogResource) -> None:
    catalog.write_table("bronze.customers", [{"a": 1}])
    with pytest.raises(TableNotFoundError) as caught:
        catalog.read_table("bronze.custmers")
    assert str(caught.value) == (
        'table "bronze.custmers" does not exist in catalog "default"; did you mean "bronze.customers"?'
    )
    with pytest.raises(TableNotFoundError) as caught:
        catalog.read_table("external.payments")
    assert str(caught.value) == (
        'table "external.payments" does not exist in catalog "default"; a source may also be a file: '
        "data/external/payments.csv or data/payments.csv (also .parquet, .json)"
    )
    with pytest.raises(TableNotFoundError, match=r'^table "bronze.x" does not exist in catalog "default"$'):
        catalog.drop_table("bronze.x")
    with pytest.raises(CatalogError, match=r'"bronze\." is not the name of a table'):
        catalog.read_table("bronze.")


def test_listing(catalog: CatalogResource) -> None:
    assert catalog.list_tables() == []
    for name in ("gold.b", "bronze.a", "gold.a", "deep.down.t", "bare"):
        catalog.write_table(name, [{"a": 1}])
    assert catalog.list_tables() == ["bronze.a", "deep.down.t", "default.bare", "gold.a", "gold.b"]
    assert catalog.list_tables("gold") == ["gold.a", "gold.b"]
    assert catalog.list_tables("nothing") == []
    assert catalog.table_exists("bare")
    assert not catalog.table_exists("gold.c")


def test_layers_choose_namespace_catalog_and_place(tmp_path: Path) -> None:
    platform = {
        "storage": {"lake": {"type": "local", "path": "lake"}},
        "catalogs": {"second": {"type": "sql", "uri": "sqlite:///second.db"}},
        "layers": {
            "gold": {"namespace": "prod_gold", "storage_ref": "lake", "catalog_ref": "second"},
            "silver": {"namespace": "prod_silver"},
        },
    }
    catalog = CatalogResource.from_platform(platform, project_dir=tmp_path)
    gold = catalog.write_to_layer("gold", "orders", [{"a": 1}])
    silver = catalog.write_table("silver.orders", [{"a": 2}])
    assert gold.location == str(tmp_path / "lake/prod_gold/orders")
    assert silver.location == str(tmp_path / ".floe/warehouse/prod_silver/orders")
    assert rows(catalog, "gold.orders") == rows(catalog, "prod_gold.orders") == [{"a": 1}]
    assert catalog.read_from_layer("silver", "orders", columns=["a"]).to_pylist() == [{"a": 2}]
    assert catalog.list_tables() == ["gold.orders", "silver.orders"]
    assert (tmp_path / "second.db").is_file()
    with pytest.raises(CatalogError, match=r'^layer "glod" is not defined in platform.yaml; did you mean "gold"\?$'):
        catalog.write_to_layer("glod", "orders", [])


def test_layers_without_a_platform_are_namespaces(catalog: CatalogResource) -> None:
    catalog.write_to_layer("gold", "orders", [{"a": 1}])
    assert catalog.read_from_layer("gold", "orders").num_rows == 1
    assert catalog.list_tables() == ["gold.orders"]


@pytest.mark.parametrize(
    ("platform", "chosen", "message"),
    [
        ({}, {"catalog": "prod"}, 'catalog "prod" is not defined under "catalogs" in platform.yaml'),
        (
            {"catalogs": {"prod": {"type": "rest", "uri": "x"}}},
            {"catalog": "prd"},
            'catalog "prd" is not defined under "catalogs" in platform.yaml; did you mean "prod"?',
        ),
        ({"storage": {"s": {}}}, {"storage": "s"}, 'storage "s": storage.s in platform.yaml has no "type"'),
        (
            {"layers": {"gold": {"storage_ref": "lake"}}},
            {},
            'layers.gold: storage "lake" is not defined under "storage" in platform.yaml',
        ),
    ],
)
def test_profiles_that_are_not_there(platform: dict[str, Any], chosen: dict[str, str], message: str) -> None:
    with pytest.raises(CatalogError) as caught:
        CatalogResource.from_platform(platform, **chosen)
    assert str(caught.value) == message


def test_types_that_are_not_known(tmp_path: Path) -> None:
    catalog = CatalogResource.from_platform({"catalogs": {"default": {"type": "polarys"}}}, project_dir=tmp_path)
    with pytest.raises(
        CatalogError,
        match=r'^catalog "default" in platform.yaml has the unknown type "polarys"; did you mean "polaris"',
    ):
        catalog.list_tables()
    catalog = CatalogResource.from_platform({"storage": {"default": {"type": "s33"}}}, project_dir=tmp_path)
    with pytest.raises(CatalogError, match=r'has the unknown type "s33"; did you mean "s3"\? \(known: adls, azure, g'):
        catalog.list_tables()


def test_odd_folder_names(tmp_path: Path) -> None:
    project = tmp_path / "a b#c?d%20é"
    project.mkdir()
    catalog = CatalogResource(project_dir=str(project))
    catalog.write_table("bronze.t", [{"a": 1}])
    assert CatalogResource(project_dir=str(project)).read_table("bronze.t").num_rows == 1
    assert (project / ".floe/catalog.db").is_file()


def test_the_warehouse_can_lie_elsewhere(tmp_path: Path) -> None:
    catalog = CatalogResource(project_dir=str(tmp_path), warehouse="other/place")
    assert catalog.write_table("a.b", [{"x": 1}]).location == str(tmp_path / "other/place/a/b")
    assert catalog.iceberg_properties()["warehouse"] == str(tmp_path / "other/place")


def _write(project: str, table: str, count: int) -> None:
    catalog = CatalogResource(project_dir=project)
    for number in range(count):
        catalog.write_table(table, [{"writer": table, "number": number}], mode="append")


@pytest.mark.slow
def test_processes_that_write_at_once(tmp_path: Path) -> None:
    """A new catalog, two writers of one table and one of its own: all rows arrive, once."""
    context = multiprocessing.get_context("spawn")
    tables = ["shared.t", "shared.t", "own.a"]
    processes = [context.Process(target=_write, args=(str(tmp_path), table, 3)) for table in tables]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0, 0]
    catalog = CatalogResource(project_dir=str(tmp_path))
    assert sorted(row["number"] for row in rows(catalog, "shared.t")) == [0, 0, 1, 1, 2, 2]
    assert sorted(row["number"] for row in rows(catalog, "own.a")) == [0, 1, 2]


def test_a_conflicting_commit_is_repeated_once(catalog: CatalogResource, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another writer adds a column between our load and our commit, which adds one too."""
    from floe_dagster.catalog import write as writing

    catalog.write_table("bronze.t", [{"a": 1}])
    real = writing._load_or_create
    calls = []

    def interrupted(*args: Any) -> Any:
        table = real(*args)
        calls.append(1)
        if len(calls) == 1:
            catalog_again = CatalogResource(project_dir=catalog.project_dir)
            catalog_again.write_table("bronze.t", [{"a": 2, "theirs": "y"}], mode="append")
        return table

    monkeypatch.setattr(writing, "_load_or_create", interrupted)
    catalog.write_table("bronze.t", [{"a": 3, "ours": "z"}], mode="append")
    assert sorted(rows(catalog, "bronze.t"), key=lambda row: row["a"]) == [
        {"a": 1, "theirs": None, "ours": None},
        {"a": 2, "theirs": "y", "ours": None},
        {"a": 3, "theirs": None, "ours": "z"},
    ]


def test_an_unusable_database(tmp_path: Path) -> None:
    (tmp_path / ".floe").mkdir()
    (tmp_path / ".floe/catalog.db").write_text("this is no database, whatever its name says")
    with pytest.raises(CatalogError) as caught:
        CatalogResource(project_dir=str(tmp_path)).read_table("bronze.t")
    assert str(caught.value) == 'catalog "default": the catalog\'s database failed: file is not a database'


def test_as_a_dagster_resource(tmp_path: Path) -> None:
    """The configuration survives Dagster's own handling, nested profiles included."""
    import dagster as dg

    platform = {"layers": {"gold": {"namespace": "prod_gold", "retention_days": None}}}

    @dg.asset
    def written(catalog: CatalogResource) -> None:
        catalog.write_table("gold.t", [{"a": 1}])

    resource = CatalogResource.from_platform(platform, project_dir=tmp_path)
    assert dg.materialize([written], resources={"catalog": resource}).success
    assert rows(resource, "prod_gold.t") == [{"a": 1}]


def test_no_secret_in_the_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LAKE_SECRET", "hunter2")
    credentials = {"access_key_id": "${LAKE_SECRET}", "secret_access_key": {"secret_ref": "lake-secret"}}
    storage = {"type": "s3", "bucket": "b", "credentials": credentials}
    resource = CatalogResource.from_platform({"storage": {"default": storage}}, project_dir=tmp_path)
    assert "hunter2" not in repr(resource) + str(resource.model_dump())
    assert resource.iceberg_properties()["s3.access-key-id"] == "hunter2"
    assert resource.iceberg_properties()["s3.secret-access-key"] == "hunter2"
