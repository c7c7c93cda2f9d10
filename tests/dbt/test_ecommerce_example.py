"""The example project: its manifest is current, its data reproducible, its lineage whole."""

from __future__ import annotations

import ast
import csv
import io
import json
import random
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from floe_lint.dbt.assets import dbt_assets
from floe_lint.dbt.manifest import Manifest
from floe_lint.dbt.read_manifest import read_manifest

EXAMPLE = Path(__file__).parents[2] / "examples" / "ecommerce"
MANIFEST = EXAMPLE / "target" / "manifest.json"

PARSE = """
import json, runpy, sys
script = runpy.run_path(sys.argv[1])
print(json.dumps(script["trim"](script["parse"](sys.argv[2]))))
"""


@pytest.mark.slow
def test_the_committed_manifest_is_what_dbt_parses(tmp_path: Path) -> None:
    pytest.importorskip("dbt.adapters.duckdb")
    command = [sys.executable, "-c", PARSE, str(EXAMPLE / "refresh_manifest.py"), str(tmp_path)]
    parsed = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    committed = json.loads(MANIFEST.read_text(encoding="utf-8"))
    for manifest in (parsed, committed):
        del manifest["metadata"]["dbt_version"]
    assert parsed == committed, "run refresh_manifest.py in the example"


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
