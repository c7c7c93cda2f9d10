"""A real S3 server with one empty bucket, ``lake``."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from moto.server import ThreadedMotoServer

KEYS = {"aws_access_key_id": "access", "aws_secret_access_key": "hunter2", "region_name": "us-east-1"}


def s3_client(endpoint: str) -> Any:
    """A client of the server at an endpoint."""
    return importlib.import_module("boto3").client("s3", endpoint_url=endpoint, **KEYS)


@contextmanager
def s3_server() -> Iterator[str]:
    """The endpoint of a server; it must be the only one of the process, all of which share what is stored."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    importlib.import_module("moto.backends").get_backend("s3").reset()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    s3_client(endpoint).create_bucket(Bucket="lake")
    yield endpoint
    server.stop()
