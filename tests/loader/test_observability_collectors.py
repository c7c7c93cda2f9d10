"""Spans and lineage over HTTP: real servers on loopback that answer, refuse, or stay silent."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from floe_dagster import floe_asset
from floe_dagster.observability.breaker import Breaker
from floe_dagster.observability.config import ObservabilityConfig, bind, binding
from floe_dagster.observability.outbox import Outbox


class Collector:
    """A server that keeps what is posted to it, by path, and answers with ``status``."""

    def __init__(self, status: int = 200) -> None:
        self.posts: list[tuple[str, bytes, dict[str, str]]] = []
        collector = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                collector.posts.append((self.path, body, {key.lower(): value for key, value in self.headers.items()}))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                """Be quiet."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def spans(self) -> list[Any]:
        """All spans that arrived at the path of OTLP over HTTP."""
        found = []
        for path, body, _ in self.posts:
            if path == "/v1/traces":
                request = ExportTraceServiceRequest.FromString(body)
                for resource in request.resource_spans:
                    for scope in resource.scope_spans:
                        found += list(scope.spans)
        return found

    def events(self) -> list[dict[str, Any]]:
        """All lineage events that arrived at Marquez' path."""
        return [json.loads(body) for path, body, _ in self.posts if path == "/api/v1/lineage"]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    yield server
    server.close()


@pytest.fixture
def silent() -> Iterator[str]:
    """A black hole: it takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def closed() -> str:
    """An address where nothing listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


def eventually(condition: Any, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


def file_names(folder: Path, kind: str) -> list[str]:
    """The names of the spans, or name and state of the lineage events, in the files of ``folder``."""
    found = []
    for path in sorted((folder / kind).glob("*.jsonl")):
        for line in path.read_text().splitlines():
            data = json.loads(line)
            found.append(data["name"] if kind == "traces" else f"{data['job']['name']} {data['eventType']}")
    return found


@floe_asset(inputs=["raw.a"], outputs=["bronze.a"])
def first() -> dict[str, Any]:
    return {"rows": 1}


@floe_asset(deps=["first"], outputs=["bronze.b"])
def second() -> None: ...


def build_job() -> dg.JobDefinition:
    """What a code location does in every process: bind the plan, define the job."""
    endpoint = os.environ["FLOE_TEST_ENDPOINT"]
    bind(
        ObservabilityConfig(
            namespace="shop",
            directory=os.environ["FLOE_TEST_DIRECTORY"],
            otlp_endpoint=endpoint,
            lineage_endpoint=endpoint,
            secret_headers=(("authorization", "floe-test-token"),),
        )
    )
    everything = dg.define_asset_job("everything")
    job: dg.JobDefinition = dg.Definitions(assets=[first, second], jobs=[everything]).resolve_job_def("everything")
    return job


@pytest.mark.slow
def test_one_trace_over_processes(collector: Collector, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is a process of its own, and all has arrived when the run is over."""
    monkeypatch.setenv("FLOE_TEST_ENDPOINT", collector.url)
    monkeypatch.setenv("FLOE_TEST_DIRECTORY", str(tmp_path / "floe"))
    monkeypatch.setenv("FLOE_TEST_TOKEN", "Bearer s3cr3t")
    with (
        binding(ObservabilityConfig()),
        dg.DagsterInstance.local_temp(str(tmp_path)) as instance,
        dg.execute_job(dg.reconstructable(build_job), instance=instance) as result,
    ):
        assert result.success
        run_id = result.run_id
    spans = collector.spans()
    assert sorted(span.name for span in spans) == ["first", "second"]
    assert {span.trace_id for span in spans} == {uuid.UUID(run_id).bytes}
    assert sorted((event["job"]["name"], event["eventType"]) for event in collector.events()) == [
        ("first", "COMPLETE"),
        ("first", "START"),
        ("second", "COMPLETE"),
        ("second", "START"),
    ]
    assert {headers["authorization"] for _, _, headers in collector.posts} == {"Bearer s3cr3t"}
    assert file_names(tmp_path / "floe", "traces") == []
    assert file_names(tmp_path / "floe", "lineage") == []


EXPECTED_EVENTS = ["first START", "first COMPLETE", "second START", "second COMPLETE"]


@pytest.mark.slow
def test_a_run_does_not_wait_for_a_silent_collector(silent: str, tmp_path: Path) -> None:
    """The run is over while the first request still waits for its answer; then nothing is lost."""
    config = ObservabilityConfig(directory=str(tmp_path), otlp_endpoint=silent, lineage_endpoint=silent, timeout=4.0)
    with binding(config):
        assert dg.materialize([first, second]).success
    # Had anything waited for the collector, it would have been given up by now and lie in the files.
    assert file_names(tmp_path, "traces") == []
    assert file_names(tmp_path, "lineage") == []
    eventually(lambda: file_names(tmp_path, "traces") == ["first", "second"])
    eventually(lambda: file_names(tmp_path, "lineage") == EXPECTED_EVENTS)


def test_a_closed_port(tmp_path: Path) -> None:
    endpoint = closed()
    config = ObservabilityConfig(directory=str(tmp_path), otlp_endpoint=endpoint, lineage_endpoint=endpoint)
    with binding(config):
        assert dg.materialize([first, second]).success
    eventually(lambda: file_names(tmp_path, "traces") == ["first", "second"])
    eventually(lambda: file_names(tmp_path, "lineage") == EXPECTED_EVENTS)


SCRIPT = """
import sys
import dagster as dg
from floe_dagster import floe_asset
from floe_dagster.observability.config import ObservabilityConfig, bind
endpoint, directory = sys.argv[1:]
bind(ObservabilityConfig(directory=directory, otlp_endpoint=endpoint, lineage_endpoint=endpoint, timeout=2.0))

@floe_asset
def a(): return {"rows": 1}

assert dg.materialize([a]).success
"""


@pytest.mark.parametrize("kind", ["closed", "silent"])
@pytest.mark.slow
def test_a_process_ends_soon_and_keeps_its_data(kind: str, silent: str, tmp_path: Path) -> None:
    """At its end a process waits for the timeout and half a second at most; the bound here is generous."""
    endpoint = silent if kind == "silent" else closed()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, endpoint, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert file_names(tmp_path, "traces") == ["a"]
    assert file_names(tmp_path, "lineage") == ["a START", "a COMPLETE"]
    assert "Traceback" not in done.stderr


def test_a_collector_that_failed_is_left_alone(collector: Collector, tmp_path: Path) -> None:
    """The mark that one process leaves keeps others from trying; without it they do."""
    config = ObservabilityConfig(directory=str(tmp_path), otlp_endpoint=collector.url, lineage_endpoint=collector.url)
    Breaker(f"{collector.url}/v1/traces", tmp_path / "traces").trip()
    with binding(config):
        dg.materialize([first])
    eventually(lambda: file_names(tmp_path, "traces") == ["first"])
    eventually(lambda: len(collector.events()) == 2)
    assert collector.spans() == []
    (mark,) = (tmp_path / "traces").glob(".unreachable-*")
    mark.unlink()
    with binding(config):
        dg.materialize([second])
    eventually(lambda: [span.name for span in collector.spans()] == ["second"])


def test_events_that_the_server_refuses_are_kept(tmp_path: Path) -> None:
    server = Collector(status=422)
    with binding(ObservabilityConfig(directory=str(tmp_path), lineage_endpoint=server.url)):
        dg.materialize([first])
    eventually(lambda: file_names(tmp_path, "lineage") == ["first START", "first COMPLETE"])
    assert len(server.events()) == 2
    server.close()


def test_a_missing_secret_for_the_headers_keeps_the_data(collector: Collector, tmp_path: Path) -> None:
    config = ObservabilityConfig(
        directory=str(tmp_path),
        otlp_endpoint=collector.url,
        lineage_endpoint=collector.url,
        secret_headers=(("authorization", "nobody-set-this"),),
    )
    with binding(config):
        assert dg.materialize([first]).success
    eventually(lambda: file_names(tmp_path, "traces") == ["first"])
    eventually(lambda: file_names(tmp_path, "lineage") == ["first START", "first COMPLETE"])
    assert collector.posts == []


def test_the_breaker_forgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    breaker = Breaker("http://user:hunter2@collector:4318/v1/traces", tmp_path)
    assert not breaker.is_open()
    breaker.trip()
    assert breaker.is_open()
    assert Breaker("http://user:hunter2@collector:4318/v1/traces", tmp_path).is_open()
    assert not Breaker("http://another:4318/v1/traces", tmp_path).is_open()
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    assert not breaker.is_open()


def test_the_breaker_tells_once_and_without_credentials(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    breaker = Breaker("http://user:hunter2@collector:4318/v1/traces", tmp_path)
    breaker.trip()
    breaker.trip()
    assert caplog.messages == [f"collector:4318 does not answer; what is meant for it goes to {tmp_path}"]


def test_the_outbox_spills_what_it_cannot_send(monkeypatch: pytest.MonkeyPatch) -> None:
    from floe_dagster.observability import outbox

    monkeypatch.setattr(outbox, "CAPACITY", 3)
    gate, started = threading.Event(), threading.Event()
    sent: list[int] = []
    spilled: list[int] = []

    def send(items: list[int]) -> None:
        started.set()
        gate.wait(30)
        sent.extend(items)

    box: Outbox[int] = Outbox("test", send, spilled.extend, grace=0.05)
    box.put(0)
    assert started.wait(10)
    for number in (1, 2, 3, 4):
        box.put(number)
    assert spilled == [4]
    box.close()
    assert spilled == [4, 0, 1, 2, 3]
    gate.set()
    eventually(lambda: sent == [0])


def test_the_outbox_survives_a_send_that_raises() -> None:
    sent: list[int] = []

    def send(items: list[int]) -> None:
        if 1 in items:
            raise OSError
        sent.extend(items)

    box: Outbox[int] = Outbox("test", send, lambda _: None, grace=5)
    box.put(1)
    assert box.flush(5)
    box.put(2)
    assert box.flush(5)
    assert sent == [2]
