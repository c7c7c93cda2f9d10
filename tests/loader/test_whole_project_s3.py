"""The example on object storage: only platform.yaml differs, and dbt gets the profile that follows from it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest

from tests.loader.installed import environment
from tests.loader.s3_server import s3_client, s3_server
from tests.rule_cases import ROOT

pytestmark = pytest.mark.slow

PLATFORM = """
version: "1.0.0"
storage:
  default:
    type: s3
    bucket: lake
    prefix: warehouse
    endpoint: {endpoint}
    region: us-east-1
    path_style_access: true
    credentials: {{secret_ref: lake-keys}}
compute:
  default:
    type: duckdb
    properties: {{path: .floe/engine.duckdb, threads: 2}}
execution: {{type: in_process}}
observability:
  attributes: {{env: test}}
"""
ASSET_CHECK = dg.DagsterEventType.ASSET_CHECK_EVALUATION
CHECKS = {
    "not_null_stg_customers_customer_id",
    "not_null_stg_customers_email",
    "unique_stg_customers_customer_id",
    "not_null_stg_orders_order_id",
    "unique_stg_orders_order_id",
    "not_null_revenue_by_product_product",
    "unique_revenue_by_product_product",
}


@pytest.fixture
def endpoint() -> Iterator[str]:
    with s3_server() as started:
        yield started


def test_the_example_on_s3(endpoint: str, tmp_path: Path) -> None:
    folder = tmp_path / "ecommerce"
    shutil.copytree(ROOT / "examples/ecommerce", folder, ignore=shutil.ignore_patterns(".floe", "logs", "target"))
    # The example's own profile names its embedded catalog; without one the platform gives dbt its profile.
    (folder / "profiles.yml").unlink()
    (folder / "platform.yaml").write_text(PLATFORM.format(endpoint=endpoint))
    home = tmp_path / "dagster"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry: {enabled: false}\n")
    around = environment(tmp_path, DAGSTER_HOME=str(home), LAKE_KEYS="access:hunter2")
    tags = json.dumps({"dagster/partition": "2024-03-01"})
    module = "ecommerce.orchestration.definitions"
    for command in (
        ["floe", "compile"],
        ["dagster", "job", "execute", "-m", module, "-j", "full_pipeline", "--tags", tags],
    ):
        result = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, timeout=300)
        assert result.returncode == 0, result.stdout + result.stderr
        assert "hunter2" not in result.stdout + result.stderr
    with dg.DagsterInstance.from_config(str(home)) as instance:
        (run,) = instance.get_runs()
        recorded = [record.event_log_entry.dagster_event for record in instance.get_records_for_run(run.run_id).records]
    events = [event for event in recorded if event is not None]
    assert {
        event.asset_key.to_user_string() for event in events if event.is_step_materialization and event.asset_key
    } == {
        "bronze_customers",
        "bronze_orders",
        "stg_customers",
        "stg_orders",
        "product_categories",
        "revenue_by_product",
        "gold_customer_orders",
    }
    # The one that warns does so on purpose: some orders have no customer.
    warned = "relationships_stg_orders_customer_id__customer_id__ref_stg_customers_"
    checks = [event.asset_check_evaluation_data for event in events if event.event_type is ASSET_CHECK]
    assert {check.check_name: check.passed for check in checks} == {**dict.fromkeys(CHECKS, True), warned: False}
    client = s3_client(endpoint)
    stored = {item["Key"] for item in client.list_objects_v2(Bucket="lake")["Contents"]}
    tables = {"/".join(key.split("/")[:3]) for key in stored if key.endswith(".parquet")}
    assert tables == {f"warehouse/{table}" for table in ("bronze/customers", "bronze/orders", "gold/customer_orders")}
    assert (folder / ".floe/engine.duckdb").exists()
    assert not (folder / ".floe/warehouse").exists()
    profile = (folder / ".floe/dbt/profiles.yml").read_text()
    assert "lake-keys" in profile
    assert "hunter2" not in profile
    spans = [json.loads(line) for line in (folder / f".floe/traces/{run.run_id}.jsonl").read_text().splitlines()]
    assert {span["attributes"]["env"] for span in spans} == {"test"}
    assert {span["name"] for span in spans} >= {"bronze_customers", "stg_orders", "revenue_by_product", "dbt_models"}
