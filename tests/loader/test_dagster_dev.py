"""``dagster dev`` in the example: what its GraphQL shows is what floe.yaml declares."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.loader.installed import environment
from tests.rule_cases import ROOT

pytestmark = pytest.mark.slow

QUERY = """
{
  repositoriesOrError {
    ... on PythonError { message }
    ... on RepositoryConnection {
      nodes {
        jobs { name description isAssetJob }
        schedules { name cronSchedule executionTimezone defaultStatus pipelineName }
        sensors { name sensorType minIntervalSeconds defaultStatus targets { pipelineName } }
        assetNodes {
          assetKey { path }
          groupName
          isExecutable
          dependencyKeys { path }
          partitionDefinition { description }
          partitionKeyConnection(limit: 2, ascending: true) { results }
          automationCondition { label }
          assetChecksOrError { ... on AssetChecks { checks { name } } }
        }
      }
    }
  }
}
"""


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """What ``dagster dev`` answers for the one repository of the example."""
    folder = tmp_path_factory.mktemp("dev")
    project = folder / "ecommerce"
    shutil.copytree(ROOT / "examples/ecommerce", project, ignore=shutil.ignore_patterns(".floe", "logs"))
    (folder / "dagster").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    log = (folder / "dev.log").open("wb")
    process = subprocess.Popen(
        ["dagster", "dev", "--host", "127.0.0.1", "--port", str(port)],
        cwd=project,
        env=environment(folder, DAGSTER_HOME=str(folder / "dagster")),
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        yield _ask(f"http://127.0.0.1:{port}/graphql", folder / "dev.log")
    finally:
        # Asked to end, it takes longer than to start.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        log.close()


def _ask(url: str, log: Path) -> dict[str, Any]:
    body = json.dumps({"query": QUERY}).encode()
    deadline = time.monotonic() + 150
    while time.monotonic() < deadline:
        request = urllib.request.Request(url, body, {"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as response:
                answer = json.loads(response.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(error.read().decode()) from None
        except OSError:
            time.sleep(0.3)
            continue
        nodes = answer["data"]["repositoriesOrError"]["nodes"]
        if nodes:
            (found,) = nodes
            return dict(found)
        time.sleep(0.3)
    raise AssertionError(f"dagster dev did not answer:\n{log.read_text()[-4000:]}")


def test_assets(repository: dict[str, Any]) -> None:
    shown = {
        "/".join(node["assetKey"]["path"]): (
            node["groupName"],
            sorted("/".join(key["path"]) for key in node["dependencyKeys"]),
        )
        for node in repository["assetNodes"]
    }
    assert shown == {
        "bronze_customers": ("bronze", []),
        "bronze_orders": ("bronze", ["bronze_customers"]),
        "stg_customers": ("silver", ["bronze_customers"]),
        "stg_orders": ("silver", ["bronze_orders"]),
        "product_categories": ("silver", []),
        "revenue_by_product": ("gold", ["product_categories", "stg_orders"]),
        "gold_customer_orders": ("gold", ["stg_customers", "stg_orders"]),
        "table_health": ("ops", ["bronze_customers", "bronze_orders", "gold_customer_orders"]),
    }
    assert all(node["isExecutable"] for node in repository["assetNodes"])


def test_partitions_and_conditions(repository: dict[str, Any]) -> None:
    shown = {
        node["assetKey"]["path"][0]: (
            node["partitionDefinition"] and node["partitionDefinition"]["description"],
            node["partitionKeyConnection"] and node["partitionKeyConnection"]["results"],
            node["automationCondition"] and node["automationCondition"]["label"],
        )
        for node in repository["assetNodes"]
    }
    daily = "Daily, starting 2024-01-01 UTC."
    assert {name: found for name, found in shown.items() if found != (None, None, None)} == {
        "bronze_customers": (daily, ["2024-01-01", "2024-01-02"], "eager"),
        "bronze_orders": (daily, ["2024-01-01", "2024-01-02"], "eager"),
        "gold_customer_orders": (daily, ["2024-01-01", "2024-01-02"], "on_cron(0 0 * * *, UTC)"),
    }


def test_checks(repository: dict[str, Any]) -> None:
    shown = {
        node["assetKey"]["path"][0]: sorted(check["name"] for check in node["assetChecksOrError"]["checks"])
        for node in repository["assetNodes"]
    }
    assert {name: found for name, found in shown.items() if found} == {
        "revenue_by_product": ["not_null_revenue_by_product_product", "unique_revenue_by_product_product"],
        "stg_customers": [
            "not_null_stg_customers_customer_id",
            "not_null_stg_customers_email",
            "unique_stg_customers_customer_id",
        ],
        "stg_orders": [
            "not_null_stg_orders_order_id",
            "relationships_stg_orders_customer_id__customer_id__ref_stg_customers_",
            "unique_stg_orders_order_id",
        ],
    }


def test_jobs(repository: dict[str, Any]) -> None:
    shown = {
        job["name"]: (job["description"], job["isAssetJob"])
        for job in repository["jobs"]
        if not job["name"].startswith("__")
    }
    assert shown == {
        "bronze_refresh": ("Refresh bronze layer data", True),
        "full_pipeline": ("Complete e-commerce data pipeline", True),
        "weekly_vacuum": ("Clean up old snapshots", False),
    }


def test_schedules(repository: dict[str, Any]) -> None:
    shown = {schedule.pop("name"): schedule for schedule in map(dict, repository["schedules"])}
    assert shown == {
        "daily_bronze": {
            "cronSchedule": "0 6 * * *",
            "executionTimezone": "America/New_York",
            "defaultStatus": "RUNNING",
            "pipelineName": "bronze_refresh",
        },
        "weekly_maintenance": {
            "cronSchedule": "0 2 * * 0",
            "executionTimezone": "UTC",
            "defaultStatus": "RUNNING",
            "pipelineName": "weekly_vacuum",
        },
    }


def test_sensors(repository: dict[str, Any]) -> None:
    shown = {
        sensor["name"]: (
            sensor["sensorType"],
            sensor["minIntervalSeconds"],
            sensor["defaultStatus"],
            [target["pipelineName"] for target in sensor["targets"]],
        )
        for sensor in repository["sensors"]
    }
    assert shown == {
        "data_arrival": ("STANDARD", 60, "RUNNING", ["bronze_refresh"]),
        "gold_trigger": ("STANDARD", 30, "RUNNING", ["full_pipeline"]),
        "floe_automation": ("AUTO_MATERIALIZE", 30, "RUNNING", ["__ASSET_JOB"]),
    }
