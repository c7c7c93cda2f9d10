"""REST catalogs: a small server on loopback answers as Polaris would, refuses, or stays silent."""

from __future__ import annotations

import json
import socket
import threading
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.table import CommitTableRequest

from floe_dagster.catalog_errors import CatalogError, TableNotFoundError
from floe_dagster.resources import CatalogResource


class RestServer:
    """The part of Iceberg's REST protocol that tables need, over a SQL catalog that really stores them."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.catalog = SqlCatalog("server", uri=f"sqlite:///{folder}/server.db", warehouse=str(folder / "served"))
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.token_requests: list[dict[str, list[str]]] = []
        self.refuse = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _serve(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode()
                path = urlsplit(self.path).path
                outer.requests.append((self.command, path, dict(self.headers)))
                status, answer = outer.answer(self.command, path, body)
                data = json.dumps(answer).encode() if isinstance(answer, dict) else answer.encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            do_GET = do_POST = do_HEAD = do_DELETE = _serve  # noqa: N815  the names http.server looks for

            def log_message(self, *args: Any) -> None:
                """Be quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, body: str) -> tuple[int, Any]:
        if self.refuse:
            return self.refuse, {"error": {"message": "no", "type": "NotAuthorizedException", "code": self.refuse}}
        if path.endswith("/oauth/tokens"):
            self.token_requests.append(parse_qs(body))
            return 200, {"access_token": "granted", "token_type": "bearer", "expires_in": 3600}
        if path.endswith("/v1/config"):
            return 200, {"defaults": {}, "overrides": {}}
        parts = path.split("/v1/", 1)[1].split("/")
        if parts == ["namespaces"]:
            if method == "POST":
                namespace = tuple(json.loads(body)["namespace"])
                self.catalog.create_namespace_if_not_exists(namespace)
                return 200, {"namespace": list(namespace), "properties": {}}
            return 200, {"namespaces": [list(name) for name in self.catalog.list_namespaces()]}
        namespace = tuple(parts[1].split("\x1f"))
        if len(parts) == 3 and method == "GET":
            names = [name[-1] for name in self.catalog.list_tables(namespace)]
            return 200, {"identifiers": [{"namespace": list(namespace), "name": name} for name in names]}
        if len(parts) == 3:
            from pyiceberg.schema import Schema

            request = json.loads(body)
            schema = Schema.model_validate(request["schema"])
            return 200, self._loaded(self.catalog.create_table((*namespace, request["name"]), schema))
        identifier = (*namespace, parts[3])
        if not self.catalog.table_exists(identifier):
            return 404, {"error": {"message": "no table", "type": "NoSuchTableException", "code": 404}}
        if method == "POST":
            change = CommitTableRequest.model_validate_json(
                json.dumps({"identifier": {"namespace": list(namespace), "name": parts[3]}, **json.loads(body)})
            )
            table = self.catalog.load_table(identifier)
            self.catalog.commit_table(table, change.requirements, change.updates)
        return 200, self._loaded(self.catalog.load_table(identifier))

    @staticmethod
    def _loaded(table: Any) -> dict[str, Any]:
        return {
            "metadata-location": table.metadata_location,
            "metadata": json.loads(table.metadata.model_dump_json()),
            "config": {},
        }


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RestServer]:
    served = RestServer(tmp_path)
    yield served
    served.close()


def resource(host: str, tmp_path: Path, **settings: Any) -> CatalogResource:
    profile = {"type": "polaris", "uri": f"http://{host}/api/catalog", "warehouse": "demo", **settings}
    return CatalogResource.from_platform({"catalogs": {"prod": profile}}, catalog="prod", project_dir=tmp_path)


def test_round_trip_with_oauth(server: RestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLARIS", "floe:hunter2")
    catalog = resource(server.host, tmp_path, credentials={"secret_ref": "polaris"})
    assert server.requests == []  # nothing is contacted before a table is wanted
    snapshot = catalog.write_table("bronze.orders", [{"id": 1}])
    catalog.write_table("bronze.orders", [{"id": 2, "new": "x"}], mode="append")
    assert snapshot.location == str(tmp_path / "served/bronze/orders")
    assert sorted(row["id"] for row in catalog.read_table("bronze.orders").to_pylist()) == [1, 2]
    assert catalog.list_tables() == ["bronze.orders"]
    assert not (tmp_path / ".floe/catalog.db").exists()
    asked = {
        "grant_type": ["client_credentials"],
        "client_id": ["floe"],
        "client_secret": ["hunter2"],
        "scope": ["PRINCIPAL_ROLE:ALL"],
    }
    assert server.token_requests[0] == server.token_requests[-1] == asked
    assert server.requests[0][1] == "/api/catalog/v1/oauth/tokens"
    with pytest.raises(TableNotFoundError) as caught:
        catalog.read_table("bronze.ordres")
    assert str(caught.value) == (
        'table "bronze.ordres" does not exist in catalog "prod"; did you mean "bronze.orders"?'
    )


def test_a_token(server: RestServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    token = uuid.uuid4().hex
    monkeypatch.setenv("NESSIE_TOKEN", token)
    resource(server.host, tmp_path, type="nessie", credentials={"token_secret_ref": "nessie-token"}).list_tables()
    assert {headers.get("Authorization") for _, _, headers in server.requests} == {f"Bearer {token}"}


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as closing:
        host = f"127.0.0.1:{closing.getsockname()[1]}"
    catalog = resource(f"user:hunter2@{host}", tmp_path)
    with pytest.raises(CatalogError) as caught:
        catalog.read_table("bronze.orders")
    assert str(caught.value) == (
        f'catalog "prod" at {host} cannot be reached; check that it is running and reachable from this '
        'machine, and the "uri" of catalogs.prod in platform.yaml'
    )
    assert caught.value.__suppress_context__


def test_a_server_that_stays_silent(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        catalog = resource(host, tmp_path, properties={"read-timeout": 0.3})
        with pytest.raises(CatalogError) as caught:
            catalog.list_tables()
    assert str(caught.value).startswith(f'catalog "prod" at {host} did not answer in time; check that it is running')


@pytest.mark.parametrize(("status", "word"), [(401, "unauthorized"), (403, "forbidden")])
def test_a_server_that_refuses(server: RestServer, tmp_path: Path, status: int, word: str) -> None:
    server.refuse = status
    with pytest.raises(CatalogError) as caught:
        resource(server.host, tmp_path).list_tables()
    assert str(caught.value) == (
        f'catalog "prod" at {server.host} refused access ({word}); check the credentials of catalogs.prod in '
        "platform.yaml, and what they are allowed to do"
    )


def test_a_catalog_without_uri(tmp_path: Path) -> None:
    catalog = CatalogResource.from_platform({"catalogs": {"default": {"type": "rest"}}}, project_dir=tmp_path)
    with pytest.raises(CatalogError) as caught:
        catalog.list_tables()
    assert str(caught.value) == 'catalog "default" in platform.yaml has no "uri", which rest catalogs need'
