"""Tables on S3: a real server on loopback speaks the protocol."""

from __future__ import annotations

import importlib
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from floe_dagster.catalog_errors import CatalogError
from floe_dagster.resources import CatalogResource
from floe_dagster.secrets import SecretError
from tests.loader.s3_server import s3_server


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with s3_server() as started:
        yield started


def platform(endpoint: str, **changes: Any) -> dict[str, Any]:
    storage = {
        "type": "s3",
        "bucket": "lake",
        "prefix": "warehouse",
        "endpoint": endpoint,
        "region": "us-east-1",
        "path_style_access": True,
        "credentials": {"secret_ref": "lake-keys"},
        **changes,
    }
    return {"storage": {"default": storage}}


def objects(endpoint: str, prefix: str) -> list[str]:
    keys = {"aws_access_key_id": "access", "aws_secret_access_key": "hunter2", "region_name": "us-east-1"}
    listing = (
        importlib.import_module("boto3")
        .client("s3", endpoint_url=endpoint, **keys)
        .list_objects_v2(Bucket="lake", Prefix=prefix)
    )
    return [item["Key"] for item in listing.get("Contents", [])]


def test_round_trip(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE_KEYS", "access:hunter2")
    catalog = CatalogResource.from_platform(platform(endpoint), project_dir=tmp_path)
    snapshot = catalog.write_table("bronze.orders", [{"id": 1}, {"id": 2}])
    catalog.write_table("bronze.orders", [{"id": 3}], mode="append")
    assert snapshot.location == "s3://lake/warehouse/bronze/orders"
    again = CatalogResource.from_platform(platform(endpoint), project_dir=tmp_path)
    assert sorted(row["id"] for row in again.read_table("bronze.orders").to_pylist()) == [1, 2, 3]
    kinds = {Path(key).suffix for key in objects(endpoint, "warehouse/bronze/orders/")}
    assert kinds == {".parquet", ".json", ".avro"}
    assert not (tmp_path / ".floe/warehouse").exists()


def test_a_layer_on_s3_beside_local_tables(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE_ID", "access")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets/lake-secret").write_text("hunter2\n")
    monkeypatch.setenv("FLOE_SECRETS_DIR", str(tmp_path / "secrets"))
    credentials = {"access_key_id": "${LAKE_ID}", "secret_access_key": {"secret_ref": "lake-secret"}}
    storage = platform(endpoint, credentials=credentials, prefix="")["storage"]["default"]
    data = {"storage": {"lake": storage}, "layers": {"gold": {"storage_ref": "lake", "namespace": "marts"}}}
    catalog = CatalogResource.from_platform(data, project_dir=tmp_path)
    assert catalog.write_table("gold.t", [{"a": 1}]).location == "s3://lake/marts/t"
    assert catalog.write_table("silver.t", [{"a": 2}]).location == str(tmp_path / ".floe/warehouse/silver/t")
    assert catalog.read_from_layer("gold", "t").to_pylist() == [{"a": 1}]
    assert catalog.list_tables() == ["gold.t", "silver.t"]


def test_a_missing_bucket(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE_KEYS", "access:hunter2")
    catalog = CatalogResource.from_platform(platform(endpoint, bucket="pond"), project_dir=tmp_path)
    with pytest.raises(CatalogError) as caught:
        catalog.write_table("bronze.orders", [{"id": 1}])
    host = endpoint.removeprefix("http://")
    assert str(caught.value).startswith(f'storage "default" at {host} failed: ')
    assert str(caught.value).endswith("and the bucket and credentials of storage.default in platform.yaml")
    assert "NO_SUCH_BUCKET" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_an_endpoint_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAKE_KEYS", "access:hunter2")
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
    catalog = CatalogResource.from_platform(platform(f"http://{host}"), project_dir=tmp_path)
    with pytest.raises(CatalogError) as caught:
        catalog.write_table("bronze.orders", [{"id": 1}])
    assert str(caught.value).startswith(f'storage "default" at {host} failed: ')
    assert "hunter2" not in str(caught.value)


def test_a_missing_secret(endpoint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAKE_KEYS", raising=False)
    catalog = CatalogResource.from_platform(platform(endpoint), project_dir=tmp_path)
    with pytest.raises(SecretError, match=r'^secret "lake-keys" was not found: set the environment variable lake-keys'):
        catalog.read_table("bronze.orders")


def test_other_stores_become_pyiceberg_properties(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "t0ken")
    gcs = {
        "type": "gcs",
        "bucket": "b",
        "prefix": "/p/",
        "project_id": "x",
        "credentials": {"token": "${TOKEN}"},
    }
    catalog = CatalogResource.from_platform({"storage": {"default": gcs}}, project_dir=tmp_path)
    found = catalog.iceberg_properties()
    assert (found["warehouse"], found["gcs.oauth2.token"], found["gcs.project-id"]) == (
        "gs://b/p",
        "t0ken",
        "x",
    )
    azure = {
        "type": "azure",
        "container": "c",
        "account": "acme",
        "credentials": {"account_key_secret_ref": "token"},
    }
    catalog = CatalogResource.from_platform({"storage": {"default": azure}}, project_dir=tmp_path)
    found = catalog.iceberg_properties()
    assert (found["warehouse"], found["adls.account-key"]) == ("abfss://c@acme.dfs.core.windows.net", "t0ken")
    broken = CatalogResource.from_platform({"storage": {"default": {"type": "s3"}}}, project_dir=tmp_path)
    with pytest.raises(CatalogError, match=r'^storage "default" in platform\.yaml has no "bucket", which s3 needs$'):
        broken.list_tables()
