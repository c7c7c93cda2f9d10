"""The example project: its manifest is current, its data reproducible, its lineage whole."""

from __future__ import annotations

import ast
import csv
import io
import json
import random
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from floe_lint.dbt.assets import dbt_assets
from floe_lint.dbt.manifest import Manifest
from floe_lint.dbt.read_manifest import read_manifest

EXAMPLE = Path(__file__).parents[2] / "examples" / "ecommerce"
MANIFEST = EXAMPLE / "target" / "manifest.json"


def _without_packages(manifest: dict[str, Any]) -> dict[str, Any]:
    """A manifest without dbt's version and what comes with it, the macros and docs of its packages."""
    metadata = {**manifest["metadata"], "dbt_version": None}
    own = {
        section: {name: entry for name, entry in manifest[section].items() if entry["package_name"] == "ecommerce"}
        for section in ("macros", "docs")
    }
    return {**manifest, **own, "metadata": metadata}


@pytest.mark.slow
def test_the_committed_manifest_is_what_dbt_parses(tmp_path: Path) -> None:
    pytest.importorskip("dbt.adapters.duckdb")
    command = [sys.executable, "-m", "dbt.cli.main", "--quiet", "parse", "--no-partial-parse"]
    command += ["--project-dir", str(EXAMPLE), "--profiles-dir", str(EXAMPLE)]
    command += ["--target-path", str(tmp_path), "--log-path", str(tmp_path)]
    subprocess.run(command, capture_output=True, text=True, check=True)
    written = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    parsed = runpy.run_path(str(EXAMPLE / "normalise_manifest.py"))["normalise"](written)
    committed = json.loads(MANIFEST.read_text(encoding="utf-8"))
    if parsed["metadata"]["dbt_version"] != committed["metadata"]["dbt_version"]:
        parsed, committed = _without_packages(parsed), _without_packages(committed)
    assert parsed == committed, "run floe compile and normalise_manifest.py in the example"


def test_the_committed_manifest_has_the_macros_of_dbt_and_nothing_of_a_machine() -> None:
    text = MANIFEST.read_text(encoding="utf-8")
    committed = json.loads(text)
    assert {macro["package_name"] for macro in committed["macros"].values()} == {"dbt", "dbt_duckdb", "ecommerce"}
    assert len(json.dumps(committed["macros"])) > 500_000
    assert set(committed["metadata"]) == {
        *("adapter_type", "dbt_schema_version", "dbt_version", "project_id", "project_name", "quoting"),
        "send_anonymous_usage_stats",
    }
    assert not re.search(r'"(created_at|root_path)"|"/[a-z]+/|20\d\d-\d\d-\d\dT', text)
    assert (
        text
        == json.dumps(runpy.run_path(str(EXAMPLE / "normalise_manifest.py"))["normalise"](committed), indent=1) + "\n"
    )


def test_lineage_joins_python_and_dbt() -> None:
    manifest = read_manifest(MANIFEST, 1_000_000)
    assert isinstance(manifest, Manifest)
    outputs = {"bronze.customers": "bronze_customers", "bronze.orders": "bronze_orders"}
    found = dbt_assets(manifest, outputs)
    assert [(asset.key, asset.group, asset.deps) for asset in found.assets] == [
        ("revenue_by_product", "gold", ("product_categories", "stg_orders")),
        ("stg_customers", "silver", ("bronze_customers",)),
        ("stg_orders", "silver", ("bronze_orders",)),
        ("product_categories", "silver", ()),
    ]
    assert {source.key: source.produced for source in found.sources} == {
        "bronze_customers": True,
        "bronze_orders": True,
    }
    assert [found.relations[table] for table in ("silver.customers", "silver.orders")] == [
        "stg_customers",
        "stg_orders",
    ]
    assert (found.duplicates, found.refused, manifest.folders) == ((), (), ("models", "seeds"))


@pytest.mark.parametrize(("table", "seed"), [("customers", 1), ("orders", 2)])
def test_the_raw_tables_are_the_generated_ones(table: str, seed: int) -> None:
    rows = runpy.run_path(str(EXAMPLE / "data" / "generate.py"))[table](random.Random(seed))
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    header, _, body = (EXAMPLE / "data" / "external" / f"{table}.csv").read_bytes().decode().partition("\n")
    assert header.split(",")[:1] == [f"{table.rstrip('s')}_id"]
    assert body == text.getvalue()


@pytest.mark.parametrize(
    ("module", "functions"),
    [
        ("ecommerce/assets/bronze.py", ["bronze_customers", "bronze_orders"]),
        ("ecommerce/assets/gold.py", ["gold_customer_orders"]),
        ("ecommerce/assets/ops.py", ["table_health"]),
        ("ecommerce/ops/maintenance.py", ["vacuum_old_snapshots"]),
    ],
)
def test_the_modules_hold_what_floe_yaml_names(module: str, functions: list[str]) -> None:
    tree = ast.parse((EXAMPLE / module).read_text(encoding="utf-8"))
    assert [node.name for node in tree.body if isinstance(node, ast.FunctionDef)] == functions
